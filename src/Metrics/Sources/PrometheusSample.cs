namespace Autoscale.Metrics.Sources;

/// <summary>One series of an answer: its labels, its value as the server wrote it, and the server's time of it in seconds since 1970.</summary>
internal readonly record struct PrometheusSample(SeriesLabels Labels, string Value, double Time);
