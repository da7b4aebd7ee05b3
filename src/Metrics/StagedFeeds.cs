namespace Autoscale.Metrics;

/// <summary>The feeds of one kind that a stage holds, and whether readers see them.</summary>
/// <param name="swap">Puts feeds in the place of others where readers look.</param>
/// <param name="tell">Tells of every series of a feed, as if it had moved.</param>
internal sealed class StagedFeeds<TFeed>(Action<IReadOnlyCollection<TFeed>, IReadOnlyCollection<TFeed>> swap, Action<TFeed> tell)
    where TFeed : class
{
    private readonly Lock _lock = new();
    private readonly List<TFeed> _feeds = [];
    private bool _isShown;

    public IReadOnlyList<TFeed> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _feeds];
            }
        }
    }

    public void Open(TFeed feed)
    {
        lock (_lock)
        {
            _feeds.Add(feed);
            if (_isShown)
            {
                swap([], [feed]);
            }
        }
    }

    public void Close(TFeed feed)
    {
        lock (_lock)
        {
            _feeds.Remove(feed);
            if (_isShown)
            {
                swap([feed], []);
            }
        }
    }

    public void Show(StagedFeeds<TFeed>? inPlaceOf)
    {
        var gone = inPlaceOf?.Leave() ?? [];
        TFeed[] come;
        lock (_lock)
        {
            come = [.. _feeds];
            swap(gone, come);
            _isShown = true;
        }

        foreach (var feed in come)
        {
            tell(feed);
        }
    }

    // What is opened from now on is seen by nobody; what was open still is, until somebody has taken its place.
    private TFeed[] Leave()
    {
        lock (_lock)
        {
            var shown = _isShown;
            _isShown = false;
            return shown ? [.. _feeds] : [];
        }
    }
}
