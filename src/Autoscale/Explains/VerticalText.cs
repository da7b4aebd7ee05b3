using System.Globalization;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Vpa;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Explains;

/// <summary>An explanation of a vertical autoscaler for people: what it is about, each amount step by step, what pods get.</summary>
internal static class VerticalText
{
    private const string Indent = "  ";

    private static readonly string[] BoundNames = ["lowerBound", "target", "upperBound"];

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(VerticalExplanation explained) =>
        Head(explained).Concat(Containers(explained)).Concat(Creation(explained)).Concat(Pods(explained));

    private static IEnumerable<string> Head(VerticalExplanation explained)
    {
        var (facts, vpa) = (explained.Facts, explained.Facts.Vpa);
        var rows = new TextColumns();
        rows.Add("Name:", $"{vpa.Metadata.Namespace}/{vpa.Metadata.Name}");
        rows.Add("Target:", Target(facts));
        rows.Add("Mode:", Mode(vpa));
        rows.Add("Webhook:", Webhook(facts));
        Array.ForEach([.. vpa.Spec.Recommenders], one => rows.Add("Recommender:", one.Name));
        Array.ForEach([.. vpa.Status.Conditions], condition => rows.Add("Condition:", Condition(condition)));
        Array.ForEach([.. facts.Rivals], rival => rows.Add("Beside:", Rival(vpa, rival)));
        Array.ForEach([.. explained.Cooperation.Standings], standing => rows.Add("Horizontal:", standing.Message));
        Array.ForEach([.. explained.Faults], fault => rows.Add("Policy:", fault.Message));
        Array.ForEach([.. explained.RefusedCheckpoints], text => rows.Add("Checkpoint:", text));
        Array.ForEach([.. facts.Unread], text => rows.Add("Not read:", text));
        return rows.Lines("");
    }

    private static string Target(VerticalFacts facts) => facts.Target.Problem
        ?? $"{facts.Vpa.Spec.TargetRef?.Kind} {facts.Vpa.Spec.TargetRef?.Name}, {Count(facts.Pods.Count, "pod")}";

    private static string Mode(VerticalPodAutoscaler vpa) =>
        UpdateModes.Of(vpa) is var mode && mode == vpa.Spec.UpdatePolicy?.UpdateMode ? mode : $"{mode}, by default";

    // As everywhere: the older one decides, then the first by name.
    private static string Rival(VerticalPodAutoscaler vpa, VerticalPodAutoscaler rival)
    {
        var (own, other) = (vpa.Metadata.CreationTimestamp, rival.Metadata.CreationTimestamp);
        var isOlder = other < own || (other == own && string.CompareOrdinal(rival.Metadata.Name, vpa.Metadata.Name) < 0);
        return $"VerticalPodAutoscaler {rival.Metadata.Name} has the same target{(isOlder ? " and decides: this one changes no pod" : ", but this one decides")}";
    }

    private static string Webhook(VerticalFacts facts) => facts.KnowsWebhook ? KnownWebhook(facts)
        : "not known, since its lease cannot be read; evictions are foretold as if it were there";

    private static string KnownWebhook(VerticalFacts facts) => facts.Webhook switch
    {
        { Spec.RenewTime: { } renewed } => $"last seen {ShortDuration.Format(facts.Now - renewed)} ago",
        _ => "never seen",
    } + (AdmissionLease.IsFresh(facts.Webhook, facts.Now) ? "" : ": new pods stay as they are, and no pod is evicted");

    private static string Condition(VpaCondition condition) =>
        string.Join(", ", new[] { $"{condition.Type} {condition.Status}", condition.Reason, condition.Message }.Where(text => text is { Length: > 0 }));

    private static IEnumerable<string> Containers(VerticalExplanation explained)
    {
        if (explained.Reasons.Count == 0)
        {
            var why = explained.Facts.Checkpoints.Count == 0
                ? "there are no checkpoints yet; the recommender writes the first within minutes of the first sample"
                : "no container has usage and a policy that wants a recommendation";
            return ["", $"Nothing to reckon from: {why}."];
        }

        var differs = RecommendationStatus.Differs(explained.Facts.Vpa.Status.Recommendation, explained.Recommendation);
        return explained.Reasons.GroupBy(reason => reason.Container).SelectMany(container => Container(explained, container.Key, [.. container]))
            .Concat(differs ? ["", "Where the status differs it knows usage since the checkpoint, or the recommender runs with other settings."] : []);
    }

    private static IEnumerable<string> Container(VerticalExplanation explained, string name, IReadOnlyList<RecommendationReason> reasons)
    {
        yield return "";
        yield return $"Container {name}";
        yield return $"{Indent}{History(explained, name, reasons[0])}";
        foreach (var reason in reasons)
        {
            yield return "";
            foreach (var line in Resource(explained, reason))
            {
                yield return line;
            }
        }
    }

    private static string History(VerticalExplanation explained, string container, RecommendationReason reason)
    {
        var checkpoint = explained.Facts.Checkpoints.FirstOrDefault(one => one.Spec.ContainerName == container);
        var written = checkpoint?.Status.LastUpdateTime is { } time
            ? $"; checkpoint {checkpoint.Metadata.Name} of {ShortDuration.Format(explained.Facts.Now - time)} ago"
            : "";
        return reason is { FirstSample: { } first, LastSample: { } last }
            ? $"{Count(reason.Samples, "sample")} of CPU from {Time(first)} to {Time(last)}{written}"
            : $"no sample of CPU{written}";
    }

    private static IEnumerable<string> Resource(VerticalExplanation explained, RecommendationReason reason)
    {
        if (reason.Absence is { } absence)
        {
            return [$"{Indent}{reason.Resource}: {absence}"];
        }

        var bounds = BoundNames.Select(name => reason.Bounds.First(bound => bound.Name == name)).ToArray();
        var rows = new TextColumns();
        rows.Add([reason.Resource.ToUpperInvariant(), "LOWER BOUND", "TARGET", "UPPER BOUND"]);
        rows.Add(["percentile", .. Percentiles(explained.Settings.Recommender, reason.Resource)]);
        foreach (var kind in bounds.SelectMany(bound => bound.Steps).Select(step => step.Kind).Distinct().Order())
        {
            rows.Add([StepTexts.Of(kind, reason, bounds), .. bounds.Select(bound => Amount(reason.Resource, bound, kind))]);
        }

        rows.Add(["recommended", .. bounds.Select(bound => bound.Amount.ToString())]);
        AddStatus(rows, explained, reason, bounds);
        return reason.Season is { } season ? [.. rows.Lines(Indent), $"{Indent}season: {season}"] : rows.Lines(Indent);
    }

    private static IEnumerable<string> Percentiles(RecommenderOptions options, string resource)
    {
        var percentiles = resource == "cpu" ? options.CpuPercentiles : options.MemoryPercentiles;
        return new[] { percentiles.LowerBound, percentiles.Target, percentiles.UpperBound }.Select(one => one.ToString(CultureInfo.InvariantCulture));
    }

    private static string Amount(string resource, BoundReason bound, RecommendationStepKind kind)
    {
        var step = bound.Steps.FirstOrDefault(one => one.Kind == kind);
        return step.Text is null ? "" : AmountText.Of(resource, step.Amount);
    }

    private static void AddStatus(TextColumns rows, VerticalExplanation explained, RecommendationReason reason, IReadOnlyList<BoundReason> bounds)
    {
        var status = explained.Facts.Vpa.Status.Recommendation?.ContainerRecommendations.FirstOrDefault(one => one.ContainerName == reason.Container);
        if (status is null)
        {
            rows.Add("in status", "-", "-", "-");
            return;
        }

        Quantity?[] told = [Of(status.LowerBound), Of(status.Target), Of(status.UpperBound)];
        var differs = told.Zip(bounds).Any(pair => pair.First != pair.Second.Amount);
        rows.Add(["in status", .. told.Select(amount => amount?.ToString() ?? "-"), differs ? "differs" : ""]);

        Quantity? Of(IReadOnlyDictionary<string, Quantity>? amounts) => amounts is not null && amounts.TryGetValue(reason.Resource, out var amount) ? amount : null;
    }

    private static IEnumerable<string> Creation(VerticalExplanation explained)
    {
        if (explained.Creation.Count == 0)
        {
            return [];
        }

        var rows = new TextColumns();
        rows.Add("CONTAINER", "CPU", "MEMORY", "NOTES");
        foreach (var change in explained.Creation)
        {
            rows.Add(change.Container, ChangeText.Of(change, "cpu"), ChangeText.Of(change, "memory"), string.Join(", ", change.Desired.Notes));
        }

        return ["", $"A new pod of {explained.Facts.Vpa.Spec.TargetRef?.Kind} {explained.Facts.Vpa.Spec.TargetRef?.Name} gets", .. rows.Lines(Indent)];
    }

    private static IEnumerable<string> Pods(VerticalExplanation explained)
    {
        if (explained.Pods.Count == 0)
        {
            return [];
        }

        var rows = new TextColumns();
        rows.Add("POD", "CONTAINER", "CPU", "MEMORY", "DECISION");
        foreach (var pod in explained.Pods)
        {
            var (name, decision) = (pod.Name, UpdateTexts.Of(pod.Decision));
            foreach (var change in pod.Containers)
            {
                rows.Add(name, change.Container, ChangeText.Of(change, "cpu"), ChangeText.Of(change, "memory"), decision);
                (name, decision) = ("", "");
            }
        }

        return ["", "The next round of the updater", .. rows.Lines(Indent)];
    }

    private static string Count(long count, string what) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {what}{(count == 1 ? "" : "s")}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
