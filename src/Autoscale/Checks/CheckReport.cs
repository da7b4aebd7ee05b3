namespace Autoscale.Checks;

/// <summary>The verdict on all files.</summary>
/// <param name="Objects">The objects, in the order of the files.</param>
/// <param name="Problems">What could not be checked.</param>
internal sealed record CheckReport(IReadOnlyList<CheckedObject> Objects, IReadOnlyList<InputProblem> Problems)
{
    /// <summary>What a script is told when something would be refused.</summary>
    public const int SomethingRefused = 1;

    /// <summary>What a script is told when something cannot be checked.</summary>
    public const int Unusable = 2;

    /// <summary>How many objects would be refused.</summary>
    public int Refused => Objects.Count(one => one.IsRefused);

    /// <summary>How many objects would be admitted with a warning.</summary>
    public int Warned => Objects.Count(one => one.IsWarned && !one.IsRefused);

    /// <summary>The exit code; strictly, a warning counts like a refusal.</summary>
    public int ExitCode(bool isStrict) =>
        Problems.Count > 0 ? Unusable : Refused > 0 || (isStrict && Objects.Any(one => one.IsWarned)) ? SomethingRefused : 0;
}
