using System.Collections.Concurrent;
using System.Collections.Immutable;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Control;

/// <summary>Who looks at which external and custom metrics, so that a series that moves wakes exactly those.</summary>
public sealed class Interest
{
    private readonly ConcurrentDictionary<(SeriesKind Kind, string Metric), ImmutableArray<Look>> _looks = new();
    private readonly ConcurrentDictionary<ObjectKey, ImmutableArray<SeriesQuery>> _byWatcher = new();

    /// <summary>Puts all that a watcher looks at in place of what it looked at before; nothing at all forgets it.</summary>
    public void Watch(ObjectKey watcher, IReadOnlyCollection<SeriesQuery> queries)
    {
        _byWatcher.TryGetValue(watcher, out var before);
        foreach (var (kind, metric) in (before.IsDefault ? [] : before).Select(query => (query.Kind, query.Metric)).Distinct())
        {
            _looks.AddOrUpdate((kind, metric), [], (_, looks) => looks.RemoveAll(look => look.Watcher == watcher));
        }

        foreach (var query in queries)
        {
            _looks.AddOrUpdate(
                (query.Kind, query.Metric), [new Look(watcher, query)], (_, looks) => looks.Add(new Look(watcher, query)));
        }

        if (queries.Count == 0)
        {
            _byWatcher.TryRemove(watcher, out _);
            return;
        }

        _byWatcher[watcher] = [.. queries];
    }

    /// <summary>Adds to the set everyone who looks at the series.</summary>
    public void Collect(SeriesKey series, ISet<ObjectKey> watchers)
    {
        if (!_looks.TryGetValue((series.Kind, series.Name), out var looks))
        {
            return;
        }

        foreach (var look in looks)
        {
            if (look.Query.Covers(series))
            {
                watchers.Add(look.Watcher);
            }
        }
    }

    private readonly record struct Look(ObjectKey Watcher, SeriesQuery Query);
}
