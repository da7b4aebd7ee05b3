using System.Globalization;

namespace Autoscale.Hpa;

/// <summary>Shows what the rule for absent metrics did as a condition of the autoscaler, for those that have such a rule.</summary>
internal static class AbsenceConditions
{
    public const string InvalidRule = "InvalidRule";

    private const string Ours = "; Kubernetes' own behaviour applies";

    /// <summary>The message of the condition, and of the event, when the annotation is malformed.</summary>
    public static string Malformed(string problem) => problem + Ours;

    public static void Set(HpaConditions conditions, ReplicaDecision decision)
    {
        if (decision.AbsenceRuleProblem is { } problem)
        {
            conditions.Set(HpaConditions.AbsentMetricsAnswered, false, InvalidRule, Malformed(problem));
            return;
        }

        if (decision.AbsenceRule is null)
        {
            conditions.Remove(HpaConditions.AbsentMetricsAnswered);
            return;
        }

        var absent = decision.Proposals.Where(proposal => proposal.Answer is not null).ToList();
        if (absent.Count > 0)
        {
            var told = absent.Find(proposal => proposal.Answer is { IsAnswered: false }) ?? absent[0];
            var message = string.Join("; ", absent.Select(proposal => proposal.Answer is { } answer ? Text(proposal, answer) : ""));
            conditions.Set(HpaConditions.AbsentMetricsAnswered, told.Answer is { IsAnswered: true }, $"{told.Answer?.Outcome}", message);
        }
        else if (decision.Proposals.Count > 0 && conditions.Find(HpaConditions.AbsentMetricsAnswered) is not null)
        {
            conditions.Set(HpaConditions.AbsentMetricsAnswered, false, "MetricsPresent", "no metric is absent");
        }
    }

    private static string Text(ReplicaProposal proposal, AbsenceAnswer answer)
    {
        var what = answer.Outcome switch
        {
            AbsenceOutcome.Held => "replicas are neither raised nor lowered",
            AbsenceOutcome.LastKnownUsed => $"the reading of {Time(answer.KnownAt)} counts until {Time(answer.KnownAt + answer.Rule.Age)}",
            AbsenceOutcome.ReplicasAssumed => string.Create(CultureInfo.InvariantCulture, $"it counts as asking for {answer.Rule.Replicas} replicas"),
            AbsenceOutcome.LastKnownTooOld => $"the last reading is of {Time(answer.KnownAt)} and too old{Ours}",
            _ => $"no last reading is known{Ours}",
        };
        return $"{proposal.Metric.Name} is absent since {Time(answer.Since)}: {proposal.FailureForEvent}; by {answer.Rule} {what}";
    }

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
