namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>Whether an aggregated server can be used, with the reason and message of its Available condition.</summary>
internal sealed record Availability(bool IsAvailable, string Reason, string Message)
{
    /// <summary>It answers.</summary>
    public static Availability Passed { get; } = new(true, "Passed", "all checks passed");
}
