namespace Autoscale.Metrics.Declared;

/// <summary>What is wrong with the kinds that a metric is said to describe.</summary>
internal static class AssociationCheck
{
    public static void Check(SourceFindings findings, Association? of, string field, IDeclaredSource source)
    {
        if (of is null)
        {
            return;
        }

        if (of.NamespaceLabel is { } label)
        {
            findings.LabelName($"{field}.namespaceLabel", label);
        }

        if (of.Kinds.Count == 0)
        {
            findings.Required($"{field}.kinds", "the kinds that the metric describes");
        }

        foreach (var (index, kind) in of.Kinds.Index())
        {
            CheckKind(findings, kind, $"{field}.kinds[{index}]", source);
        }
    }

    private static void CheckKind(SourceFindings findings, AssociatedKind kind, string field, IDeclaredSource source)
    {
        if (kind.Label is { } label)
        {
            findings.LabelName($"{field}.label", label);
        }

        if (DescribedKinds.Find(kind) is not { } found)
        {
            findings.Required($"{field}.resource", $"{kind.Kind} is no built-in kind, so its resource must be given");
        }
        else if (!found.IsNamespaced && found.Kind != "Namespace" && source is MetricSource)
        {
            findings.Forbidden($"{field}.kind", $"{found.Kind} objects live in no namespace, so only a ClusterMetricSource may describe them");
        }
    }
}
