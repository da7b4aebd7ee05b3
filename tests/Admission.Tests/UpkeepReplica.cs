using Autoscale.Admission.Control;
using Autoscale.Admission.Tests.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Admission.Tests;

/// <summary>The upkeep of one replica of the webhook, until it is disposed; it registers what options say, or nothing.</summary>
internal sealed class UpkeepReplica : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly PlainMeters _meters = new();
    private readonly WebhookUpkeep _upkeep;
    private readonly Task _running;

    public UpkeepReplica(
        KubeClient client, TimeProvider clock, RegistrationOptions? registration = null, CertificateTerms? terms = null, params IAdmissionPolicy[] policies)
    {
        var services = new UpkeepServices(
            clock, new Random(1), new KubernetesTelemetry(_meters), new AdmissionTelemetry(_meters), NullLoggerFactory.Instance);
        var certificates = new CertificateOptions
        {
            Namespace = "default",
            Terms = terms ?? Terms,
            CheckInterval = TimeSpan.FromMilliseconds(20),
            Settle = TimeSpan.FromMilliseconds(300),
        };
        _upkeep = new(client, certificates, registration ?? Registration, policies.Length > 0 ? policies : [OfPods], services);
        _running = _upkeep.RunAsync(
            token => registration is null ? Task.Delay(Timeout.InfiniteTimeSpan, clock, token) : Task.CompletedTask, _end.Token);
    }

    public static CertificateTerms Terms { get; } = new([])
    {
        ServingLifetime = TimeSpan.FromDays(10),
        AuthorityLifetime = TimeSpan.FromDays(100),
    };

    public static RegistrationOptions Registration { get; } = new()
    {
        Address = WebhookAddress.Of(new Uri("https://127.0.0.1:9443")),
        FailurePolicy = WebhookFailurePolicy.Fail,
    };

    public static ScriptedPolicy OfPods => new()
    {
        Mutates = [new([AdmissionOperation.Create], [""], ["pods"])],
        Validates = [new([AdmissionOperation.Create, AdmissionOperation.Update], [""], ["pods", "configmaps"])],
    };

    public CertificateKeeper Keeper => _upkeep.Keeper;

    public PlainMeters Meters => _meters;

    public static async Task<UpkeepReplica> StartAsync(UpkeepCluster cluster, TimeProvider clock, RegistrationOptions? registration = null)
    {
        var replica = new UpkeepReplica(cluster.Client, clock, registration);
        await replica.Keeper.WaitAsync(CancellationToken.None);
        return replica;
    }

    public Task ServesAsync(WebhookCertificate certificate, string description) => Eventually.TrueAsync(
        () => Task.FromResult(Keeper.Serving?.Thumbprint == certificate.Serving.Certificate.Thumbprint), description);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _upkeep.Dispose();
        _end.Dispose();
        _meters.Dispose();
    }
}
