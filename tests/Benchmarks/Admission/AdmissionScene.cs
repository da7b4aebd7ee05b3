using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;

namespace Autoscale.Benchmarks.Admission;

/// <summary>A cluster's API and the webhook in processes of their own: the webhook alone on one core, all else on another.</summary>
internal sealed class AdmissionScene : IDisposable
{
    private const string WebhookCore = "1";
    private const string OtherCore = "0";

    private const int MostConnections = 64;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly LocalProcess _cluster;
    private readonly AutoscaleProcess _webhook;
    private readonly int _port;

    private AdmissionScene(LocalProcess cluster, int certificateSeconds)
    {
        _cluster = cluster;
        _port = FreePort.Take();
        string[] replica =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "Autoscale.Benchmarks.dll"), AdmissionReplica.Word,
            cluster.Kubeconfig, $"{_port}", certificateSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        _webhook = AutoscaleProcess.StartOther("taskset", ["-c", WebhookCore, .. replica]);
    }

    /// <summary>Speaks to the cluster's API.</summary>
    public KubeClient Client => _cluster.Client;

    /// <summary>Processor time of the webhook since it began.</summary>
    public TimeSpan ProcessorTime => _webhook.ProcessorTime;

    /// <summary>Starts both and waits until the webhook is registered; with short-lived certificates where a number of seconds is given.</summary>
    public static async Task<AdmissionScene> StartAsync(int certificateSeconds = 0)
    {
        await PinAsync(Environment.ProcessId);
        var scene = new AdmissionScene(await LocalProcess.StartAsync("--controllers=false", "--nodes", "0"), certificateSeconds);
        await scene._webhook.SaysAsync(AdmissionReplica.Ready, StartLimit);
        return scene;
    }

    /// <summary>Makes a namespace with its rules, and waits until its quotas have a status.</summary>
    public async Task PrepareAsync(IReadOnlyList<string> namespaces, string cores = "9M", string scope = "")
    {
        await Parallel.ForEachAsync(namespaces, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (ns, _) =>
            await SomeReviews.PrepareAsync(Client, ns, cores, scope));
        await Eventually.TrueAsync(
            async () => (await Client.ListAsync(KubeRoute.ResourceQuotas, new(), KubeJson.Default.ResourceQuota)).Items.All(quota => quota.Status.Hard is not null),
            "the statuses of all quotas",
            StartLimit);
    }

    /// <summary>A client that trusts what the registration says, as API servers do, on connections that live so long.</summary>
    public HttpClient Connect(Version version, byte[] authorities, TimeSpan connectionLife, Action<string>? onHandshake = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(authorities));
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = MostConnections, PooledConnectionLifetime = connectionLife };
        handler.SslOptions.CertificateChainPolicy = trust;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
        {
            onHandshake?.Invoke(shown?.GetCertHashString() ?? "");
            return errors == SslPolicyErrors.None;
        };
        return new(handler)
        {
            BaseAddress = new Uri($"https://127.0.0.1:{_port}"),
            Timeout = TimeSpan.FromSeconds(10),
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>The authorities that the registration trusts.</summary>
    public async Task<byte[]> BundleAsync()
    {
        var route = KubeRoute.ValidatingWebhookConfigurations.Of("", "autoscale-governance");
        var registered = await Client.GetAsync(route, KubeJson.Default.ValidatingWebhookConfiguration);
        return registered.Webhooks?[0].ClientConfig.CaBundle ?? [];
    }

    public void Dispose()
    {
        _webhook.Dispose();
        _cluster.Dispose();
    }

    // All threads of this process, and through them the processes that it starts.
    private static async Task PinAsync(int process)
    {
        using var taskset = AutoscaleProcess.StartOther("taskset", "-a", "-p", "-c", OtherCore, $"{process}");
        await taskset.ExitAsync(StartLimit);
    }
}
