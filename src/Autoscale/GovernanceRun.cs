using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Quota.Control;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale;

/// <summary>The webhook of one process, with what keeps it informed, certified and registered.</summary>
internal sealed class GovernanceRun : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly QuotaController? _quotas;
    private readonly WorkloadWatch? _workloads;
    private readonly VpaAdmission? _rightSizing;
    private readonly AdmissionServer _server;
    private readonly WebhookUpkeep _upkeep;
    private readonly LeaderLease? _lease;

    private GovernanceRun(IServiceProvider services, AdmissionServer server, WebhookUpkeep upkeep, LeaderLease? lease)
    {
        (_server, _upkeep, _lease) = (server, upkeep, lease);
        (_quotas, _workloads) = (services.GetService<QuotaController>(), services.GetService<WorkloadWatch>());
        _rightSizing = services.GetService<VpaAdmission>();
    }

    /// <summary>What must run as long as this does.</summary>
    public IReadOnlyList<NamedLoop> Loops =>
    [
        .. _quotas is { } quotas ? [new NamedLoop("the quota controller", token => quotas.RunAsync(_lease, token))] : Array.Empty<NamedLoop>(),
        .. _workloads is { } workloads ? [new NamedLoop("what workloads are judged by", workloads.RunAsync)] : Array.Empty<NamedLoop>(),
        .. _rightSizing is { } vertical ? [new NamedLoop("what new pods are set right by", token => vertical.RunAsync(() => _upkeep.IsRegistered, token))] : Array.Empty<NamedLoop>(),
        new("the upkeep of the webhook", token => _upkeep.RunAsync(ready => Until(() => IsFilled, ready), token)),
    ];

    /// <summary>Why reviews cannot be answered yet; null when they can.</summary>
    public string? WhyNotReady =>
        IsFilled ? _upkeep.Readiness.WhyNot() : "the caches of quotas, limit ranges, namespaces and vertical autoscalers are not filled yet";

    private bool IsFilled => _quotas?.IsReady != false && _workloads?.IsReady != false && _rightSizing?.IsReady != false;

    /// <summary>Begins to listen, before anything of it runs; throws <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<GovernanceRun> StartAsync(ServiceProvider services, GovernanceSettings settings, CancellationToken cancellationToken)
    {
        WebhookUpkeep? upkeep = null;
        var endpoint = services.GetRequiredService<AdmissionEndpoint>();
        var server = await AdmissionServer.StartAsync(endpoint, settings.Admission, () => upkeep?.Serving, cancellationToken);
        try
        {
            upkeep = UpkeepOf(services, settings, server.Port);
            var lease = settings.Lease is { } of ? ActivatorUtilities.CreateInstance<LeaderLease>(services, of) : null;
            return new(services, server, upkeep, lease);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the API server asks the webhook.</summary>
    public Task WaitForRegistrationAsync(CancellationToken cancellationToken) => Until(() => _upkeep.IsRegistered, cancellationToken);

    /// <summary>Answers the reviews that have come, and no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _upkeep.Dispose();
    }

    private static WebhookUpkeep UpkeepOf(IServiceProvider services, GovernanceSettings settings, int port) => new(
        services.GetRequiredService<KubeClient>(),
        settings.Certificates,
        settings.Registration(settings.Address ?? WebhookAddress.Of(new UriBuilder("https", "127.0.0.1", port).Uri)),
        [.. services.GetServices<IAdmissionPolicy>()],
        services.GetRequiredService<UpkeepServices>());

    private static async Task Until(Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (!isSo())
        {
            await Task.Delay(Glance, Composition.Clock, cancellationToken);
        }
    }
}
