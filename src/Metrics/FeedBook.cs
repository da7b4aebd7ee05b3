using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Autoscale.Metrics;

/// <summary>Which feeds answer for a metric in a namespace: those of the namespace alone where there are any, else the cluster's.</summary>
internal sealed class FeedBook<TName, TFeed>
    where TName : notnull
    where TFeed : class
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<(string Namespace, TName Name), ImmutableArray<TFeed>> _byName = new();

    private ImmutableArray<TFeed> _feeds = [];

    /// <summary>All feeds, in the order of their opening.</summary>
    public ImmutableArray<TFeed> Feeds => _feeds;

    public void Add(TFeed feed, FeedScope scope, IEnumerable<TName> names)
    {
        lock (_writing)
        {
            ImmutableInterlocked.Update(ref _feeds, static (all, added) => all.Add(added), feed);
            foreach (var name in names.Distinct())
            {
                var place = (scope.Namespace, name);
                _byName[place] = _byName.GetValueOrDefault(place, []).Add(feed);
            }
        }
    }

    public void Remove(TFeed feed, FeedScope scope, IEnumerable<TName> names)
    {
        lock (_writing)
        {
            ImmutableInterlocked.Update(ref _feeds, static (all, gone) => all.Remove(gone), feed);
            foreach (var place in names.Distinct().Select(name => (scope.Namespace, name)))
            {
                Put(place, _byName.GetValueOrDefault(place, []).Remove(feed));
            }
        }
    }

    public ImmutableArray<TFeed> Find(string @namespace, TName name) =>
        _byName.TryGetValue((@namespace, name), out var own) ? own
        : @namespace.Length > 0 && _byName.TryGetValue(("", name), out var everyones) ? everyones
        : [];

    private void Put((string Namespace, TName Name) place, ImmutableArray<TFeed> feeds)
    {
        if (feeds.IsEmpty)
        {
            _byName.TryRemove(place, out _);
        }
        else
        {
            _byName[place] = feeds;
        }
    }
}
