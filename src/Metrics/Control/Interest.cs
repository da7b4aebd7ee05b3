using System.Collections.Concurrent;
using System.Collections.Immutable;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Who looks at which external and custom metrics, so that a series that moves wakes exactly those. A query that demands one value
/// of a label is found by it, so that a queue that moves asks only the watchers of queues of its name.
/// </summary>
public sealed class Interest
{
    private readonly Lock _writing = new();
    private readonly Dictionary<ObjectKey, ImmutableArray<SeriesQuery>> _byWatcher = [];
    private readonly ConcurrentDictionary<Bucket, ImmutableArray<Look>> _looks = new();

    private readonly AskedSelectors _asked = new();

    /// <summary>Says that a selector is asked for which was not before, or is no more; any thread may call, and often.</summary>
    public event Action? Changed;

    /// <summary>Puts all that a watcher looks at in place of what it looked at before; nothing at all forgets it.</summary>
    public void Watch(ObjectKey watcher, IReadOnlyCollection<SeriesQuery> queries)
    {
        var changed = false;
        lock (_writing)
        {
            var looks = queries.ToLookup(BucketOf, query => new Look(watcher, query));
            var before = _byWatcher.GetValueOrDefault(watcher, []);

            // The new ones first, and each bucket at once: a series that moves meanwhile must not find the watcher gone.
            foreach (var bucket in looks.Select(bucket => bucket.Key).Concat(before.Select(BucketOf)).Distinct())
            {
                Put(bucket, watcher, looks[bucket]);
            }

            foreach (var query in queries)
            {
                changed |= _asked.Add(query);
            }

            foreach (var query in before)
            {
                changed |= _asked.Remove(query);
            }

            if (queries.Count == 0)
            {
                _byWatcher.Remove(watcher);
            }
            else
            {
                _byWatcher[watcher] = [.. queries];
            }
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>The selectors with which watchers ask for a metric, and from where, each once.</summary>
    public IReadOnlyList<AskedSelector> Asked(SeriesKind kind, string metric)
    {
        lock (_writing)
        {
            return _asked.Of(kind, metric);
        }
    }

    /// <summary>Adds to the set everyone who looks at the series.</summary>
    public void Collect(SeriesKey series, ISet<ObjectKey> watchers)
    {
        if (series.Applied is { } applied)
        {
            var asked = new SeriesQuery(series.Kind, series.Namespace, series.Name, LabelSelector.Parse(applied));
            Collect(BucketOf(asked), series, watchers);
            return;
        }

        Collect(new Bucket(series.Kind, series.Name, "", PlaceOf(series.Kind, series.Namespace)), series, watchers);
        foreach (var (label, value) in series.Labels ?? SeriesLabels.None)
        {
            Collect(new Bucket(series.Kind, series.Name, label, value), series, watchers);
        }
    }

    /// <summary>Whether anyone looks at the series.</summary>
    public bool IsWatched(SeriesKey series)
    {
        var watchers = new HashSet<ObjectKey>();
        Collect(series, watchers);
        return watchers.Count > 0;
    }

    // The name tells an object best; other series are told apart by whatever comes first.
    private static Bucket BucketOf(SeriesQuery query)
    {
        if (query.Kind == SeriesKind.ObjectMetric && query.Selector.ExactValue("name") is { } name)
        {
            return new Bucket(query.Kind, query.Metric, "name", name);
        }

        foreach (var requirement in query.Selector.Requirements)
        {
            if (query.Selector.ExactValue(requirement.Key) is { } value)
            {
                return new Bucket(query.Kind, query.Metric, requirement.Key, value);
            }
        }

        return new Bucket(query.Kind, query.Metric, "", PlaceOf(query.Kind, query.Namespace));
    }

    // Pods are all asked for by namespace, in which every series of theirs lies.
    private static string PlaceOf(SeriesKind kind, string @namespace) => kind == SeriesKind.PodMetric ? @namespace : "";

    private void Collect(Bucket bucket, SeriesKey series, ISet<ObjectKey> watchers)
    {
        if (!_looks.TryGetValue(bucket, out var looks))
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

    private void Put(Bucket bucket, ObjectKey watcher, IEnumerable<Look> own)
    {
        var looks = _looks.GetValueOrDefault(bucket, []).RemoveAll(look => look.Watcher == watcher).AddRange(own);
        if (looks.IsEmpty)
        {
            _looks.TryRemove(bucket, out _);
        }
        else
        {
            _looks[bucket] = looks;
        }
    }

    private readonly record struct Look(ObjectKey Watcher, SeriesQuery Query);

    private readonly record struct Bucket(SeriesKind Kind, string Metric, string Label, string Value);
}
