namespace Autoscale.Metrics.Sources;

/// <summary>What became of a report: how many readings were taken, how many were older than what is known, or what is wrong with it.</summary>
internal sealed record PushedAnswer(int Accepted, int Late, IReadOnlyList<PushedProblem> Problems)
{
    /// <summary>The gravest reason of a refusal; null when the report was taken.</summary>
    public PushedRefusal? Refusal => Problems.Count == 0 ? null : Problems.Max(problem => problem.Refusal) switch
    {
        // That something came too late says less than anything else that is wrong.
        PushedRefusal.Expired when Problems.Any(problem => problem.Refusal != PushedRefusal.Expired) =>
            Problems.Where(problem => problem.Refusal != PushedRefusal.Expired).Max(problem => problem.Refusal),
        var gravest => gravest,
    };

    /// <summary>What is wrong, on one line.</summary>
    public string Reason => string.Join("; ", Problems);
}
