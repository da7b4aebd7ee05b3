namespace Autoscale.Vpa.Updating;

/// <summary>What came of a step.</summary>
public enum StepOutcome
{
    /// <summary>It was not tried.</summary>
    Untried,

    /// <summary>The API accepted it.</summary>
    Done,

    /// <summary>The API said no, and would do so again.</summary>
    Refused,

    /// <summary>The API did not answer, or could not just now.</summary>
    Failed,
}
