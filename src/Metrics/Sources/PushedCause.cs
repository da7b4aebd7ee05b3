namespace Autoscale.Metrics.Sources;

/// <summary>A field of a report that is wrong, and the limit that it breaks, where there is one.</summary>
internal sealed record PushedCause(string Field, string Message, double? Limit);
