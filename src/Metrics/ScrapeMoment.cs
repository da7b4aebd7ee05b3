namespace Autoscale.Metrics;

/// <summary>When a scrape was made by our own clock, which only goes forward, and the time between two scrapes.</summary>
internal readonly record struct ScrapeMoment(TimeSpan Clock, TimeSpan Period);
