namespace Autoscale.Metrics;

/// <summary>The place of one series, as long as it exists; only its reading changes.</summary>
internal sealed class FedSlot<TSeries>(TSeries series, SeriesKey moves)
    where TSeries : class
{
    private volatile TSeries _series = series;

    public TSeries Series
    {
        get => _series;
        set => _series = value;
    }

    /// <summary>The key under which watchers hear of the series, made once.</summary>
    public SeriesKey Moves { get; } = moves;

    /// <summary>The number of the picture that last had the series; the writer's alone.</summary>
    public int Picture { get; set; }
}
