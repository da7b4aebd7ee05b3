namespace Autoscale.Metrics;

/// <summary>How the series of a feed are found; told by the one writer which came and went, read by anyone meanwhile.</summary>
internal interface IFedIndex<TSeries>
    where TSeries : class
{
    /// <summary>The key under which watchers hear of a series.</summary>
    SeriesKey KeyOf(TSeries series);

    void Add(FedSlot<TSeries> slot);

    void Remove(FedSlot<TSeries> slot);

    /// <summary>Shows readers what came and went.</summary>
    void Publish();
}
