using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>Which objects a metric describes, read from its declaration.</summary>
internal static class AssociationPlan
{
    /// <summary>The kinds that can be described, with their labels; what cannot is told among the findings.</summary>
    public static IReadOnlyList<LabelledKind> Kinds(SourceFindings findings, string field, Association? of, IDeclaredSource source)
    {
        if (of is null)
        {
            return [];
        }

        if (of.Kinds.Count == 0)
        {
            findings.Required($"{field}.kinds", "the kinds that the metric describes");
        }

        return [.. of.Kinds.Index().Select(one => Read(findings, $"{field}.kinds[{one.Index}]", one.Item, source)).OfType<LabelledKind>()];
    }

    private static LabelledKind? Read(SourceFindings findings, string field, AssociatedKind kind, IDeclaredSource source)
    {
        if (DescribedKinds.Find(kind) is not { } found)
        {
            findings.Required($"{field}.resource", $"{kind.Kind} is no built-in kind, so its resource must be given");
            return null;
        }

        if (!found.IsNamespaced && found != DescribedKind.Namespace && source is MetricSource)
        {
            findings.Forbidden($"{field}.kind", $"{found.Kind} objects live in no namespace, so only a ClusterMetricSource may describe them");
            return null;
        }

        // Prometheus' own label names, and those of Kubernetes' exporters: pod, deployment, namespace.
        var label = kind.Label ?? found.Kind.ToLowerInvariant();
        return findings.LabelName($"{field}.label", label) ? new LabelledKind(found, label) : null;
    }
}
