using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.Metrics;

namespace Autoscale.Demo;

/// <summary>Takes samples of a running demo.</summary>
internal sealed class DemoSnapshot(LocalRun local, MetricTable table, LoadReplay load)
{
    private static readonly LabelSelector OfQueue = LabelSelector.Parse($"queue={DemoSettings.Queue}");

    private readonly ResourceKind _deployments = local.Host.Api.Kinds.Find("apps", "v1", "deployments")
        ?? throw new InvalidOperationException("the API serves no deployments");

    private long _lastBacklog;

    /// <summary>The desired replicas of a Deployment.</summary>
    public static int Replicas(JsonObject deployment) => deployment["spec"]?["replicas"]?.GetValue<int>() ?? 0;

    /// <summary>What is so now.</summary>
    public DemoSample Take(TimeSpan at)
    {
        // While a broker is away its queue's length is unknown; the last known one is shown then, and never zero.
        var now = Composition.Clock.GetUtcNow();
        var series = table.FindExternal(DemoSettings.Namespace, "rabbitmq_queue_messages", OfQueue, now).Series;
        _lastBacklog = series.Count > 0 && series[0].Reading.Value is { } value ? value.Value : _lastBacklog;
        return new()
        {
            At = at,
            Published = load.Published,
            Done = (int)local.Runtime.Tally.Done,
            Backlog = _lastBacklog,
            QueueWorkers = ReplicasOf(DemoSettings.QueueWorkers),
            HttpWorkers = ReplicasOf(DemoSettings.HttpWorkers),
        };
    }

    private int ReplicasOf(string name) =>
        local.Host.Api.Verbs.Find(_deployments, DemoSettings.Namespace, name) is { } found ? Replicas(found) : 0;
}
