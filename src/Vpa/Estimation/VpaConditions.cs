using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>The conditions of a vertical autoscaler, sorted by type; the transition time moves only with the status, as upstream.</summary>
public static class VpaConditions
{
    private const string True = "True";
    private const string False = "False";

    private static readonly string[] Decided =
    [
        ConditionTypes.RecommendationProvided, ConditionTypes.NoPodsMatched, ConditionTypes.ConfigDeprecated,
        ConditionTypes.ConfigUnsupported, ConditionTypes.PolicyPartlyIgnored,
    ];

    /// <summary>What the conditions are now; those that nobody here decides stay as they were.</summary>
    public static IReadOnlyList<VpaCondition> Next(IReadOnlyList<VpaCondition> current, RecommendationFacts facts, DateTimeOffset now)
    {
        SortedDictionary<string, VpaCondition> next = new(StringComparer.Ordinal);
        foreach (var condition in current)
        {
            next[condition.Type] = condition;
        }

        foreach (var type in facts.Withdrawn.Concat(Decided))
        {
            next.Remove(type);
        }

        foreach (var condition in Said(facts))
        {
            next[condition.Type] = Stamped(condition, current, now);
        }

        return [.. next.Values];
    }

    /// <summary>The condition of a type where it is true, or null.</summary>
    public static VpaCondition? Active(IReadOnlyList<VpaCondition> conditions, string type) =>
        conditions.FirstOrDefault(condition => condition.Type == type && condition.Status == True);

    private static IEnumerable<VpaCondition> Said(RecommendationFacts facts)
    {
        var (reason, message) = facts.HasPods ? (null, null) : ("NoPodsMatched", "No pods match this VPA object");
        if (!facts.HasPods)
        {
            yield return new() { Type = ConditionTypes.NoPodsMatched, Status = True, Reason = reason, Message = message };
        }

        yield return facts.IsProvided
            ? new() { Type = ConditionTypes.RecommendationProvided, Status = True }
            : new() { Type = ConditionTypes.RecommendationProvided, Status = False, Reason = reason, Message = message };
        if (facts.Unsupported is { } unsupported)
        {
            yield return new() { Type = ConditionTypes.ConfigUnsupported, Status = True, Message = unsupported };
        }

        if (PolicyFault.Condition(facts.PolicyFaults) is { } fault)
        {
            yield return fault;
        }

        foreach (var other in facts.Others)
        {
            yield return other;
        }
    }

    // Seconds, since that is what the API keeps: a finer stamp would differ from its own echo.
    private static VpaCondition Stamped(VpaCondition condition, IReadOnlyList<VpaCondition> current, DateTimeOffset now)
    {
        var before = current.LastOrDefault(old => old.Type == condition.Type);
        var since = before?.Status == condition.Status ? before.LastTransitionTime : null;
        return condition with { LastTransitionTime = since ?? DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()) };
    }
}
