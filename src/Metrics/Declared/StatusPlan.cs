using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Declared;

/// <summary>What the status of a declared source has to say, and how soon.</summary>
internal static class StatusPlan
{
    private const int LongestMessage = 1024;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenTexts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenNumbers = TimeSpan.FromMinutes(1);

    /// <summary>The status of a source with this plan that fares like this; null for one that does not run.</summary>
    public static MetricSourceStatus Next(IDeclaredSource source, SourcePlan plan, SourceHealth? health, DateTimeOffset now)
    {
        var (status, reason, message) = Ready(source.Spec, plan, health);
        return new MetricSourceStatus
        {
            ObservedGeneration = source.Metadata.Generation,
            Type = TypeOf(source.Spec),
            Conditions = Conditions(source, new() { Type = SourceCondition.Ready, Status = status, Reason = reason, Message = message }, now),
            LastReadTime = health?.LastRead is { } read ? new(read.Ticks - (read.Ticks % TimeSpan.TicksPerSecond), read.Offset) : source.Status.LastReadTime,
            LastError = status == "False" ? message : "",
            Series = health?.Series ?? 0,
            Period = health?.Period is { } period ? GoDuration.Write(period) : "",
            MetricCount = plan.Metrics.Count,
            Metrics = [.. plan.Metrics.Select(metric => metric.ToString()).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>
    /// How long to wait before the status is written, given when that was done last (null: not by us): what has turned is written
    /// almost at once, another text of the same reason after 10 s, other numbers after a minute; null when nothing differs.
    /// </summary>
    public static TimeSpan? DueIn(MetricSourceStatus before, MetricSourceStatus next, DateTimeOffset? written, DateTimeOffset now)
    {
        var pause = HasTurned(before, next) ? BetweenWrites
            : ReadyOf(before)?.Message != ReadyOf(next)?.Message || before.LastError != next.LastError ? BetweenTexts
            : before != next with { Conditions = before.Conditions, Metrics = before.Metrics } ? BetweenNumbers
            : (TimeSpan?)null;
        return pause is { } least ? written is { } last && last + least > now ? last + least - now : TimeSpan.Zero : null;
    }

    /// <summary>Whether the condition says something that an event has not told yet.</summary>
    public static bool IsNews(MetricSourceStatus before, MetricSourceStatus next) => ReadyOf(next) is { Reason: not SourceReason.NotReadYet } now
        && (ReadyOf(before) is not { } then || then.Reason != now.Reason || then.Message != now.Message);

    /// <summary>The condition Ready, or null.</summary>
    public static SourceCondition? ReadyOf(MetricSourceStatus status) =>
        status.Conditions?.FirstOrDefault(condition => condition.Type == SourceCondition.Ready);

    private static bool HasTurned(MetricSourceStatus before, MetricSourceStatus next)
    {
        var (then, now) = (ReadyOf(before), ReadyOf(next));
        return then?.Status != now?.Status || then?.Reason != now?.Reason
            || before.ObservedGeneration != next.ObservedGeneration || !(before.Metrics ?? []).SequenceEqual(next.Metrics ?? []);
    }

    private static (string Status, string Reason, string Message) Ready(MetricSourceSpec spec, SourcePlan plan, SourceHealth? health)
    {
        if (plan.Problems.Count > 0)
        {
            var reason = plan.Problems.Any(problem => problem.Reason == SourceReason.Invalid) ? SourceReason.Invalid : SourceReason.SecretMissing;
            return ("False", reason, OneLine(plan.Problems.Select(problem => problem.ToString())));
        }

        var isUnread = health is null || (health.LastRead is null && (health == SourceHealth.Unread || spec.Pushed is not null));
        if (!isUnread && !plan.IsIdle && health?.Problem is { } failure)
        {
            return ("False", SourceReason.Failing, OneLine([failure, .. Taken(plan)]));
        }

        return (plan.Lost.Count > 0, isUnread) switch
        {
            (true, _) => ("False", SourceReason.NameTaken, OneLine(Taken(plan))),
            (false, true) => ("Unknown", SourceReason.NotReadYet, health?.Problem ?? "the source has not been read yet"),
            _ => ("True", SourceReason.Reading, "the source answers"),
        };
    }

    private static IEnumerable<string> Taken(SourcePlan plan) => plan.Lost
        .GroupBy(lost => lost.Owner.Title, lost => lost.Metric.ToString(), StringComparer.Ordinal)
        .Select(owner => $"{owner.Key} answers for {string.Join(", ", owner)} already");

    private static string OneLine(IEnumerable<string> texts)
    {
        var line = string.Join("; ", texts).ReplaceLineEndings(" ");
        return line.Length <= LongestMessage ? line : string.Concat(line.AsSpan(0, LongestMessage - 1), "…");
    }

    private static SourceCondition[] Conditions(IDeclaredSource source, SourceCondition ready, DateTimeOffset now)
    {
        var before = ReadyOf(source.Status);
        var since = before?.Status == ready.Status ? before.LastTransitionTime ?? now : now;
        var others = source.Status.Conditions?.Where(condition => condition.Type != SourceCondition.Ready) ?? [];
        return [ready with { LastTransitionTime = since, ObservedGeneration = source.Metadata.Generation }, .. others];
    }

    private static string? TypeOf(MetricSourceSpec spec) => spec switch
    {
        { Rabbitmq: not null } => "RabbitMQ",
        { Prometheus: not null } => "Prometheus",
        { Pushed: not null } => "Pushed",
        _ => null,
    };
}
