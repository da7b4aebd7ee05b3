namespace Autoscale.Metrics.Apis;

/// <summary>The object that a refusal is about.</summary>
internal sealed record RefusalDetails(string? Name, string? Group, string? Kind);
