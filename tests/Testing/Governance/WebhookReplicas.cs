using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Testing.Governance;

/// <summary>Several processes of the webhook behind one address, as behind a Service: connections go to those that say that they are ready.</summary>
public sealed class WebhookReplicas : IAsyncDisposable
{
    private const string Namespace = "autoscale-system";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly CancellationTokenSource _end = new();
    private readonly Relay _relay;
    private readonly WebhookReplica[] _replicas;
    private readonly Task _looking;
    private int _turn;

    private WebhookReplicas(string kubeconfig, int count)
    {
        _relay = new(Next);
        _replicas = [.. Enumerable.Range(0, count).Select(_ => new WebhookReplica(kubeconfig, Namespace, _relay.Port))];
        _looking = LookAsync();
    }

    /// <summary>How often one was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>What each has written since it was last started.</summary>
    public string Output => string.Join("\n--\n", _replicas.Select(replica => replica.Output));

    /// <summary>Starts so many; returns when all are ready, and the API server asks them.</summary>
    public static async Task<WebhookReplicas> StartAsync(LocalProcess cluster, int count)
    {
        await cluster.Client.CreateRawAsync(KubeRoute.Namespaces, Encoding.UTF8.GetBytes($$"""{"metadata":{"name":"{{Namespace}}"} }"""));
        var replicas = new WebhookReplicas(cluster.Kubeconfig, count);
        try
        {
            await replicas.ReadyAsync(count);
            await Eventually.TrueAsync(() => IsRegisteredAsync(cluster.Client), "the registration", StartLimit);
            return replicas;
        }
        catch (TimeoutException late)
        {
            await replicas.DisposeAsync();
            throw new TimeoutException($"{late.Message} in:\n{replicas.Output}");
        }
    }

    /// <summary>Returns when so many are ready.</summary>
    public Task ReadyAsync(int count) =>
        Eventually.TrueAsync(() => Task.FromResult(_replicas.Count(replica => replica.IsReady) >= count), $"{count} ready replicas", StartLimit);

    /// <summary>Kills one after the other, a second between two, and starts it again at once; never the last one that is ready. Until it is enough.</summary>
    public async Task KillAsync(Func<bool> isEnough)
    {
        for (var turn = 0; !isEnough(); turn++)
        {
            await ReadyAsync(2);
            await _replicas[turn % _replicas.Length].RestartAsync();
            Kills++;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        foreach (var replica in _replicas)
        {
            replica.Dispose();
        }

        await _relay.DisposeAsync();
        _http.Dispose();
        _end.Dispose();
    }

    private static async Task<bool> IsRegisteredAsync(KubeClient client)
    {
        var route = KubeRoute.ValidatingWebhookConfigurations.Of("", "autoscale-governance");
        return await client.FindAsync(route, KubeJson.Default.ValidatingWebhookConfiguration) is { Webhooks: [{ ClientConfig.CaBundle.Length: > 0 }, ..] };
    }

    // Round and round, as connections spread over the endpoints of a Service.
    private int? Next()
    {
        var ready = _replicas.Where(replica => replica.IsReady).ToList();
        return ready.Count == 0 ? null : ready[(int)((uint)Interlocked.Increment(ref _turn) % ready.Count)].Port;
    }

    private async Task LookAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await Task.WhenAll(_replicas.Select(replica => replica.LookAsync(_http)));
            await Task.Delay(Glance, TimeProvider.System, CancellationToken.None);
        }
    }
}
