namespace Autoscale.Metrics.Declared;

/// <summary>What is wrong with a declared source that applications report to.</summary>
internal static class PushedCheck
{
    public static void Check(SourceFindings findings, PushedSpec pushed, IDeclaredSource source)
    {
        findings.Duration("spec.pushed.lifetime", pushed.Lifetime, SpecLimits.Lifetime);
        if (source.Spec.Metrics is not { Count: > 0 } metrics)
        {
            findings.Required("spec.metrics", "the metrics that may be reported");
            return;
        }

        foreach (var (index, metric) in metrics.Index())
        {
            var field = $"spec.metrics[{index}]";
            MetricFields.ForbidQueues(findings, field, "a pushed source", metric);
            MetricFields.Forbid(findings, field, "a pushed source", ("query", metric.Query), ("window", metric.Window), ("onEmpty", metric.OnEmpty));
            AssociationCheck.Check(findings, metric.Of, $"{field}.of", source);
        }
    }
}
