namespace Autoscale.Checks;

/// <summary>What is found out about one object while it is judged.</summary>
internal sealed class CheckFindings
{
    /// <summary>What would be set.</summary>
    public List<FieldDefault> Defaults { get; } = [];

    /// <summary>What the user would be warned of.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Why it would be refused; empty when it would not.</summary>
    public List<CheckRefusal> Refusals { get; } = [];

    /// <summary>What was taken for granted.</summary>
    public List<string> Notes { get; } = [];
}
