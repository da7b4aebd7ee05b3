using System.Globalization;
using Autoscale.Hpa;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;

namespace Autoscale;

/// <summary>Says a decision and its reason on one line.</summary>
internal static class DecisionLine
{
    /// <summary>For instance "3 → 5, rabbitmq_queue_messages{queue=orders} 41 a pod, target 20, ScaleUpLimit".</summary>
    public static string Of(DecisionNote note)
    {
        var decision = note.Decision;
        var absent = decision.Proposals.FirstOrDefault(proposal => proposal.Answer is not null);
        if (note.Error is { } error && (absent is null || decision.Outcome != DecisionOutcome.Computed))
        {
            return $"holds {decision.Current}: {CauseOf(error)}{(absent?.Answer is { IsAnswered: true } held ? $", {held.Rule}" : "")}";
        }

        var count = decision.Rescales ? $"{decision.Current} → {decision.Desired}" : $"{decision.Current} stays";
        return string.Join(", ", new[] { count, Why(decision), Window(decision), Limit(decision), Absence(absent) }.OfType<string>());
    }

    private static string? Why(ReplicaDecision decision) => decision switch
    {
        { Reason: RescaleReason.AboveMaximum or RescaleReason.BelowMinimum } => decision.ReasonText,
        { Winner.Rule: ProposalRule.Assumed } => null,
        { Winner: { } winner } => $"{NameOf(winner.Metric)} {Reading(winner)}",
        _ => null,
    };

    private static string? Absence(ReplicaProposal? absent) => absent is not { Failure: { } failure, Answer: { } answer } ? null
        : $"{NameOf(absent.Metric)} absent ({CauseOf(failure)}), {(answer.IsAnswered ? answer.Rule.ToString() : answer.Outcome.ToString())}";

    // Kubernetes wraps the cause in what it was wanted for; on one line the cause is what helps.
    private static string CauseOf(string error) => error.LastIndexOf(": ", StringComparison.Ordinal) is var cause && cause < 0 ? error : error[(cause + 2)..];

    private static string? Window(ReplicaDecision decision) =>
        decision.Stabilization == StabilizationRule.None ? null : decision.Stabilization.ToString();

    private static string? Limit(ReplicaDecision decision) =>
        decision.Limit == LimitRule.DesiredWithinRange ? null : decision.Limit.ToString();

    private static string NameOf(MetricPlan metric) => metric switch
    {
        { Resource.Length: > 0 } => metric.Container.Length == 0 ? metric.Resource : $"{metric.Resource} of {metric.Container}",
        { Identifier.Selector: { } selector } => $"{metric.Identifier.Name}{{{LabelSelector.Format(selector)}}}",
        _ => metric.Identifier.Name,
    };

    private static string Reading(ReplicaProposal proposal) => proposal switch
    {
        { Utilization: { } percent } => $"{percent}%, target {proposal.Metric.Utilization}%",
        { Metric.Target: MetricTargetKind.AverageValue } => $"{Milli(proposal.Reading)} a pod, target {Milli(proposal.Metric.TargetMilli)}",
        _ => $"{Milli(proposal.Reading)}, target {Milli(proposal.Metric.TargetMilli)}",
    };

    private static string Milli(long milli) => (milli / 1000m).ToString("0.##", CultureInfo.InvariantCulture);
}
