using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Autoscale.Metrics;

/// <summary>Which feeds answer for a metric in a namespace: those of the namespace alone where there are any, else the cluster's.</summary>
internal sealed class FeedBook<TName, TFeed>(Func<TFeed, IEnumerable<(string Namespace, TName Name)>> placesOf)
    where TName : notnull
    where TFeed : class
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<(string Namespace, TName Name), ImmutableArray<TFeed>> _byName = new();

    private ImmutableArray<TFeed> _feeds = [];

    /// <summary>All feeds, in the order of their opening.</summary>
    public ImmutableArray<TFeed> Feeds => _feeds;

    public void Add(TFeed feed) => Swap([], [feed]);

    public void Remove(TFeed feed) => Swap([feed], []);

    /// <summary>Puts feeds in the place of others; who looks for a metric meanwhile finds the ones or the others.</summary>
    public void Swap(IReadOnlyCollection<TFeed> gone, IReadOnlyCollection<TFeed> come)
    {
        lock (_writing)
        {
            _feeds = _feeds.RemoveRange(gone).AddRange(come);
            var (leaving, coming) = (Places(gone), Places(come));
            foreach (var place in leaving.Concat(coming).Select(feeds => feeds.Key).Distinct())
            {
                Put(place, _byName.GetValueOrDefault(place, []).RemoveRange(leaving[place]).AddRange(coming[place]));
            }
        }
    }

    public ImmutableArray<TFeed> Find(string @namespace, TName name) =>
        _byName.TryGetValue((@namespace, name), out var own) ? own
        : @namespace.Length > 0 && _byName.TryGetValue(("", name), out var everyones) ? everyones
        : [];

    private ILookup<(string Namespace, TName Name), TFeed> Places(IEnumerable<TFeed> feeds) => feeds
        .SelectMany(feed => placesOf(feed).Distinct().Select(place => (Place: place, Feed: feed)))
        .ToLookup(found => found.Place, found => found.Feed);

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
