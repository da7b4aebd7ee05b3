namespace Autoscale.Vpa.Validating;

/// <summary>Rules of fields that the gate PerVPAConfig is about.</summary>
internal static class GatedRule
{
    /// <summary>A whole number that must be one at least, if it is there.</summary>
    public static IEnumerable<FieldProblem> AtLeastOne(string path, long? value, VpaGates gates) =>
        Of(path, value is not null, gates, () => value < 1 ? FieldProblem.Invalid(path, value.Value, "must be greater than or equal to 1") : null);

    /// <summary>A field whose own rule is asked only where the gate is open; closed, it may not be there at all.</summary>
    public static IEnumerable<FieldProblem> Of(string path, bool isThere, VpaGates gates, Func<FieldProblem?> judge)
    {
        if (isThere && !gates.PerVpaConfig)
        {
            yield return FieldProblem.Forbidden(path, "not supported when feature flag PerVPAConfig is disabled");
        }
        else if (isThere && judge() is { } problem)
        {
            yield return problem;
        }
    }
}
