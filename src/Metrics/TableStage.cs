namespace Autoscale.Metrics;

/// <summary>
/// Feeds that readers do not see until they are shown, all at once and in the place of others: a source that is replaced keeps
/// answering until its successor has something to say, and at no moment are both counted, or neither.
/// </summary>
public sealed class TableStage
{
    internal TableStage(Func<TableStage, MetricTable> view, ExternalTable external, CustomTable custom)
    {
        Series = new(external.Swap, feed => feed.TellAll());
        Metrics = new(custom.Swap, feed => feed.TellAll());
        Table = view(this);
    }

    /// <summary>The table for the source whose feeds they are.</summary>
    public MetricTable Table { get; }

    /// <summary>Whether everything that is opened has said something, be it that it failed.</summary>
    public bool HasSpoken => Series.All.All(feed => feed.HasSpoken) && Metrics.All.All(feed => feed.HasSpoken);

    internal StagedFeeds<SeriesFeed> Series { get; }

    internal StagedFeeds<CustomFeed> Metrics { get; }

    /// <summary>Shows the feeds, and those that will be opened; from then on the other stage's are seen no more.</summary>
    public void Show(TableStage? inPlaceOf)
    {
        Series.Show(inPlaceOf?.Series);
        Metrics.Show(inPlaceOf?.Metrics);
    }
}
