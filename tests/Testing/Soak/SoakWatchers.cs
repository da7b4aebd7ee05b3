using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;

namespace Autoscale.Testing.Soak;

/// <summary>Autoscalers that look at metrics, now at these and then at those; what moves is looked up as for waking them.</summary>
public sealed class SoakWatchers(Interest interest, MetricTable table, TimeProvider time)
{
    private const int Watchers = 200;
    private const int ChangedAtOnce = 5;
    private const int Selectors = 25;

    private long _steps;
    private long _moved;
    private long _found;

    /// <summary>How many series have moved.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    /// <summary>How many values were found by those who look.</summary>
    public long Found => Interlocked.Read(ref _found);

    /// <summary>Takes in what has moved.</summary>
    public void Take(IReadOnlyList<SeriesKey> moved)
    {
        Interlocked.Add(ref _moved, moved.Count);
        var woken = new HashSet<ObjectKey>();
        foreach (var series in moved)
        {
            interest.Collect(series, woken);
        }
    }

    /// <summary>Lets some of them look at something else.</summary>
    public void Step()
    {
        var now = time.GetUtcNow();
        for (var change = 0; change < ChangedAtOnce; change++)
        {
            var step = _steps++;
            var queries = QueriesOf(step).ToList();
            interest.Watch(KeyOf(step), queries);
            foreach (var query in queries.Where(query => query.Kind == SeriesKind.External))
            {
                Interlocked.Add(ref _found, table.FindExternal(query.Namespace, query.Metric, query.Selector, now).Series.Count);
            }
        }
    }

    /// <summary>Lets nobody look any more.</summary>
    public void Clear()
    {
        for (var watcher = 0; watcher < Watchers; watcher++)
        {
            interest.Watch(KeyOf(watcher), []);
        }
    }

    private static ObjectKey KeyOf(long step) => new("autoscaling", "HorizontalPodAutoscaler", "shop", $"hpa-{step % Watchers}");

    private static IEnumerable<SeriesQuery> QueriesOf(long step)
    {
        // Some selectors are new for ever, the others come back.
        var selector = LabelSelector.Parse(step % 10 == 0 ? $"job=once-{step}" : $"job=j{step % Selectors}");
        yield return new(SeriesKind.External, "shop", step % 2 == 0 ? "asked" : "jobs", selector);
        yield return new(SeriesKind.External, "shop", $"found_{step % 7}_{step % 13}", LabelSelector.Everything);
        yield return new(SeriesKind.External, "shop", "rabbitmq_queue_backlog", LabelSelector.Parse($"queue=orders-{step % 400}-0"));
        yield return new(SeriesKind.PodMetric, "shop", "requests", LabelSelector.Everything) { Asked = LabelSelector.Parse($"path=p{step % 3}") };
    }
}
