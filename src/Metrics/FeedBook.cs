using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Autoscale.Metrics;

/// <summary>
/// Which feeds answer for a metric in a namespace: those of the namespace alone where there are any, else the cluster's. What was only
/// discovered gives way to what somebody declared, and to what another source discovered before: one source answers, not their sum.
/// </summary>
/// <param name="placesOf">The metrics of a feed, and where they are read.</param>
/// <param name="discovererOf">Who discovered what the feed has; null where that was declared.</param>
internal sealed class FeedBook<TName, TFeed>(
    Func<TFeed, IEnumerable<(string Namespace, TName Name)>> placesOf, Func<TFeed, object?> discovererOf)
    where TName : notnull
    where TFeed : class
{
    private readonly Lock _writing = new();
    private readonly Dictionary<(string Namespace, TName Name), ImmutableArray<TFeed>> _byName = [];
    private readonly ConcurrentDictionary<(string Namespace, TName Name), ImmutableArray<TFeed>> _answering = new();

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
        _answering.TryGetValue((@namespace, name), out var own) ? own
        : @namespace.Length > 0 && _answering.TryGetValue(("", name), out var everyones) ? everyones
        : [];

    private ILookup<(string Namespace, TName Name), TFeed> Places(IEnumerable<TFeed> feeds) => feeds
        .SelectMany(feed => placesOf(feed).Distinct().Select(place => (Place: place, Feed: feed)))
        .ToLookup(found => found.Place, found => found.Feed);

    private void Put((string Namespace, TName Name) place, ImmutableArray<TFeed> feeds)
    {
        if (feeds.IsEmpty)
        {
            _byName.Remove(place);
            _answering.TryRemove(place, out _);
        }
        else
        {
            _byName[place] = feeds;
            _answering[place] = Answering(feeds);
        }
    }

    private ImmutableArray<TFeed> Answering(ImmutableArray<TFeed> feeds)
    {
        var declared = feeds.RemoveAll(feed => discovererOf(feed) is not null);
        return declared.IsEmpty ? feeds.RemoveAll(feed => discovererOf(feed) != discovererOf(feeds[0])) : declared;
    }
}
