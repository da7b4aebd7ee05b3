using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.Metrics;

namespace Autoscale.Demo;

/// <summary>Measures reactions: from the newest reading of the queue until the API had taken the higher scale that it led to.</summary>
internal sealed class ReactionWatch : IDisposable
{
    private static readonly LabelSelector OfQueue = LabelSelector.Parse($"queue={DemoSettings.Queue}");

    private readonly MetricTable _table;
    private readonly IDisposable _subscription;
    private readonly Lock _lock = new();
    private TimeSpan _slowest;

    /// <summary>Begins to watch the queue workers' Deployment.</summary>
    public ReactionWatch(ApiServer api, MetricTable table)
    {
        _table = table;
        var deployments = api.Kinds.Find("apps", "v1", "deployments") ?? throw new InvalidOperationException("the API serves no deployments");
        _subscription = api.Verbs.Subscribe(deployments, Changed);
    }

    /// <summary>The slowest reaction so far; zero before the first.</summary>
    public TimeSpan Slowest
    {
        get
        {
            lock (_lock)
            {
                return _slowest;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _subscription.Dispose();

    private void Changed(StoreEvent change)
    {
        if (change.Old is not { } old || change.Object["metadata"]?["name"]?.GetValue<string>() != DemoSettings.QueueWorkers
            || DemoSnapshot.Replicas(old) >= DemoSnapshot.Replicas(change.Object))
        {
            return;
        }

        var now = Composition.Clock.GetUtcNow();
        var answer = _table.FindExternal(DemoSettings.Namespace, "rabbitmq_queue_messages", OfQueue, now);
        if (answer.Series.Count > 0)
        {
            var took = now - answer.Series[0].Reading.Time;
            lock (_lock)
            {
                _slowest = took > _slowest ? took : _slowest;
            }
        }
    }
}
