namespace Autoscale.Vpa.Usage;

/// <summary>What became of the two samples of one reading.</summary>
public readonly record struct UsageOutcome(SampleOutcome Cpu, SampleOutcome Memory)
{
    /// <summary>Whether neither was refused.</summary>
    public bool IsAccepted => Cpu <= SampleOutcome.Accepted && Memory <= SampleOutcome.Accepted;
}
