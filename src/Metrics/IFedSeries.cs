namespace Autoscale.Metrics;

/// <summary>A series as a feed keeps it: its key never changes, its reading does.</summary>
internal interface IFedSeries<out TKey, out TSelf>
{
    TKey Key { get; }

    Reading Reading { get; }

    TSelf With(Reading reading);
}
