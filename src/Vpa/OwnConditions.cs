using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa;

/// <summary>The types of conditions that upstream does not have: they go from a status as soon as nobody says them any longer.</summary>
public static class OwnConditions
{
    /// <summary>A checkpoint cannot be read and is not used; true or not there.</summary>
    public const string CheckpointIgnored = "CheckpointIgnored";

    /// <summary>Another autoscaler decides about the same pods; true or not there.</summary>
    public const string Superseded = "Superseded";

    /// <summary>There are pods, and none of them has usage; true or not there.</summary>
    public const string UsageMissing = "UsageMissing";

    /// <summary>Past usage could not be read at the start; true or not there.</summary>
    public const string HistoryMissing = "HistoryMissing";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [CheckpointIgnored, Superseded, UsageMissing, HistoryMissing, CooperationVerdict.ConditionType, UpdateConditions.Held];
}
