namespace Autoscale.Metrics.Control;

/// <summary>
/// What one reading of a source brought: how it is put into the table, how many series and bytes came, and what of it failed, if
/// only a part did.
/// </summary>
public sealed record SourceAnswer(Action Publish, int Series, long Bytes, string? Problem = null);
