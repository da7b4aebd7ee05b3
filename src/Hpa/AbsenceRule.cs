using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>What the user of one autoscaler wants done while a metric of it is absent; without a rule Kubernetes' own behaviour applies.</summary>
public sealed record AbsenceRule
{
    /// <summary>The annotation that holds the rule.</summary>
    public const string Annotation = "autoscale.dev/on-absent-metrics";

    private const int LongestShown = 64;

    private AbsenceRule(AbsenceRuleKind kind) => Kind = kind;

    /// <summary>Which rule it is.</summary>
    public AbsenceRuleKind Kind { get; }

    /// <summary>Until which age the last reading counts, where that is the rule; more than zero, less than a year.</summary>
    public TimeSpan Age { get; private init; }

    /// <summary>How many replicas the metric counts for, where that is the rule; 0 or more, and the autoscaler's bounds apply.</summary>
    public int Replicas { get; private init; }

    /// <summary>The rule of an autoscaler, or null: where it has none, or one that is malformed, in which case the problem says so.</summary>
    public static AbsenceRule? Of(HorizontalPodAutoscaler hpa, out string? problem)
    {
        problem = null;
        if (hpa.Metadata.Annotations is not { } annotations || !annotations.TryGetValue(Annotation, out var text))
        {
            return null;
        }

        if (TryParse(text, out var rule))
        {
            return rule;
        }

        var shown = text.Length > LongestShown ? text[..LongestShown] + "…" : text;
        problem = $"the annotation {Annotation} is {GoText.Quote(shown)}; allowed are hold, last-known(DURATION) such as last-known(10m), "
            + "and replicas(NUMBER) such as replicas(3)";
        return null;
    }

    /// <summary>Reads "hold", "last-known(10m)" or "replicas(3)"; false when it is none of them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AbsenceRule? rule)
    {
        text = text.Trim();
        rule = text == "hold" ? new(AbsenceRuleKind.Hold)
            : ArgumentOf(text, "last-known") is { } duration ? WithAge(duration)
            : ArgumentOf(text, "replicas") is { } number ? WithReplicas(number)
            : null;
        return rule is not null;
    }

    /// <summary>The rule as users write it.</summary>
    public override string ToString() => Kind switch
    {
        AbsenceRuleKind.Hold => "hold",
        AbsenceRuleKind.LastKnown => $"last-known({GoDuration.Write(Age)})",
        _ => string.Create(CultureInfo.InvariantCulture, $"replicas({Replicas})"),
    };

    private static string? ArgumentOf(string text, string name) =>
        text.StartsWith(name, StringComparison.Ordinal) && text.Length > name.Length + 1 && text[name.Length] == '(' && text[^1] == ')'
            ? text[(name.Length + 1)..^1].Trim()
            : null;

    private static AbsenceRule? WithAge(string duration) => GoDuration.TryParse(duration, out var age) && age > TimeSpan.Zero
        ? new(AbsenceRuleKind.LastKnown) { Age = age }
        : null;

    private static AbsenceRule? WithReplicas(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas)
            ? new(AbsenceRuleKind.Replicas) { Replicas = replicas }
            : null;
}
