namespace Autoscale.Vpa.Updating;

/// <summary>Something to be done in a round; what came of it is to be told before the next step is taken.</summary>
public sealed class UpdateStep(UpdateDecision decision)
{
    /// <summary>What is to be done, and why.</summary>
    public UpdateDecision Decision { get; } = decision;

    /// <summary>What came of it.</summary>
    public StepOutcome Outcome { get; set; }

    /// <summary>What the API said where it said no.</summary>
    public string Refusal { get; set; } = "";
}
