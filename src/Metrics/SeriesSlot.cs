namespace Autoscale.Metrics;

/// <summary>The place of one series, as long as it exists; only its reading changes.</summary>
internal sealed class SeriesSlot(ExternalSeries series)
{
    private volatile ExternalSeries _series = series;

    public ExternalSeries Series
    {
        get => _series;
        set => _series = value;
    }
}
