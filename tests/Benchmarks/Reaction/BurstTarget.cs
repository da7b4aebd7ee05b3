using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.Benchmarks.Reaction;

/// <summary>Queue workers with an autoscaler that goes back to one replica as soon as the queue is empty.</summary>
internal sealed class BurstTarget
{
    /// <summary>The queue of the workers.</summary>
    public const string Queue = "bursts";

    private const string Deployment = """
        {"metadata":{"name":"bursts"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"bursts"}},"template":{"metadata":{"labels":{"app":"bursts"}},
        "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"worker","image":"autoscale.local/queue-worker",
        "env":[{"name":"QUEUE","value":"bursts"},{"name":"SERVICE_TIME","value":"20ms"}],"resources":{"requests":{"cpu":"10m"}}}]}}}}
        """;

    private const string Autoscaler = """
        {"metadata":{"name":"bursts","annotations":{"autoscale.dev/sync-period":"500ms"}},"spec":{"minReplicas":1,"maxReplicas":5,
        "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"bursts"},
        "metrics":[{"type":"External","external":{"metric":{"name":"rabbitmq_queue_messages","selector":{"matchLabels":{"queue":"bursts"}}},
        "target":{"type":"AverageValue","averageValue":"20"}}}],
        "behavior":{"scaleUp":{"policies":[{"type":"Pods","value":10,"periodSeconds":1}]},"scaleDown":{"stabilizationWindowSeconds":0,"policies":[{"type":"Percent","value":100,"periodSeconds":1}]}}}}
        """;

    private readonly LocalRun _local;
    private readonly ResourceKind _deployments;

    private BurstTarget(LocalRun local)
    {
        _local = local;
        _deployments = local.Host.Api.Kinds.Find("apps", "v1", "deployments") ?? throw new InvalidOperationException("no deployments");
    }

    /// <summary>Creates the workers and their autoscaler.</summary>
    public static async Task<BurstTarget> CreateAsync(LocalRun local, KubeClient client)
    {
        await client.CreateRawAsync(new KubeRoute("apps", "v1", "deployments", "default"), Encoding.UTF8.GetBytes(Deployment), CancellationToken.None);
        await client.CreateRawAsync(
            KubeRoute.HorizontalPodAutoscalers.In("default"), Encoding.UTF8.GetBytes(Autoscaler), CancellationToken.None);
        return new BurstTarget(local);
    }

    /// <summary>Waits until one replica is left and all messages are done.</summary>
    public Task CalmAsync() => Eventually.TrueAsync(
        () => Task.FromResult(Replicas() == 1 && _local.Runtime.Tally.Done % 200 == 0 && Ready() == 1), "one idle replica", TimeSpan.FromMinutes(2));

    /// <summary>The moment at which the API has more replicas than now.</summary>
    public Task<long> NextScaleUpAsync()
    {
        var moment = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        IDisposable? subscription = null;
        subscription = _local.Host.Api.Verbs.Subscribe(_deployments, _ =>
        {
            if (Replicas() > 1 && moment.TrySetResult(TimeProvider.System.GetTimestamp()))
            {
                subscription?.Dispose();
            }
        });
        return moment.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
    }

    private int Replicas() => Count("spec", "replicas");

    private int Ready() => Count("status", "readyReplicas");

    private int Count(string part, string field) =>
        _local.Host.Api.Verbs.Find(_deployments, "default", "bursts")?[part]?[field]?.GetValue<int>() ?? 0;
}
