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
}
