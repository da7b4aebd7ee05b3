namespace Autoscale.Metrics.Declared;

/// <summary>What is wrong with a declared source: a reason for programs, the path of the field, and what is wrong with it; no secret is in it.</summary>
/// <param name="Reason">One of <see cref="SourceReason"/>.</param>
/// <param name="Field">Path of the field, e.g. spec.metrics[2].query.</param>
/// <param name="Detail">What is wrong, as the API server words it, e.g. <c>Invalid value: "1d": must be a duration</c>.</param>
public sealed record SourceProblem(string Reason, string Field, string Detail)
{
    /// <summary>The field and what is wrong with it.</summary>
    public override string ToString() => $"{Field}: {Detail}";
}
