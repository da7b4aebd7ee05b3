using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>How many pods of a target count in which way for one metric.</summary>
public readonly record struct PodGroups(int Ready, int Unready, int Missing, int Ignored)
{
    /// <summary>Counts one more pod.</summary>
    public PodGroups With(PodGroup group) => group switch
    {
        PodGroup.Ready => this with { Ready = Ready + 1 },
        PodGroup.Unready => this with { Unready = Unready + 1 },
        PodGroup.Missing => this with { Missing = Missing + 1 },
        _ => this with { Ignored = Ignored + 1 },
    };

    /// <summary>The group of one pod; only CPU distrusts samples of pods that start or were never ready.</summary>
    public static PodGroup GroupOf(Pod pod, in PodSample sample, bool isCpu, DecisionOptions options, DateTimeOffset now)
    {
        var status = pod.Status;
        if (pod.Metadata.DeletionTimestamp is not null || status.Phase == "Failed")
        {
            return PodGroup.Ignored;
        }

        if (status.Phase == "Pending")
        {
            return PodGroup.Unready;
        }

        if (!sample.Exists)
        {
            return PodGroup.Missing;
        }

        return isCpu && IsUnready(status, sample, options, now) ? PodGroup.Unready : PodGroup.Ready;
    }

    /// <summary>The pod's Ready condition, or null.</summary>
    public static PodCondition? ReadyConditionOf(PodStatus status)
    {
        var conditions = status.Conditions;
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type == "Ready")
            {
                return conditions[i];
            }
        }

        return null;
    }

    private static bool IsUnready(PodStatus status, in PodSample sample, DecisionOptions options, DateTimeOffset now)
    {
        if (status.StartTime is not { } start || ReadyConditionOf(status) is not { } ready)
        {
            return true;
        }

        var turned = ready.LastTransitionTime ?? DateTimeOffset.MinValue;
        var isFalse = ready.Status == "False";
        return start + options.CpuInitializationPeriod > now
            ? isFalse || sample.Time < turned + sample.Window
            : isFalse && start + options.InitialReadinessDelay > turned;
    }
}
