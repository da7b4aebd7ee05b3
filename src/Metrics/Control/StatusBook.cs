using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>What was last written of a source's status, so that nothing is decided from a cache that has not heard of it yet.</summary>
internal sealed class StatusBook
{
    private string _from = "";
    private IDeclaredSource? _written;

    /// <summary>When it was written last; null when it was not by us.</summary>
    public DateTimeOffset? WrittenAt { get; private set; }

    /// <summary>Notes that the source, as it was, was written, and what the server answered.</summary>
    public void Wrote(IDeclaredSource before, IDeclaredSource after, DateTimeOffset now) =>
        (_from, _written, WrittenAt) = (before.Metadata.ResourceVersion, after, now);

    /// <summary>The source as it surely is by now: what the cache has, unless that is what we have changed ourselves since.</summary>
    public IDeclaredSource Newest(IDeclaredSource cached) =>
        _written is { } written && cached.Metadata.ResourceVersion == _from && cached.Metadata.Uid == written.Metadata.Uid ? written : cached;
}
