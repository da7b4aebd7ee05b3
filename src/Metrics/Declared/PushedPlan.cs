using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Declared;

/// <summary>Who may report what to a declared source; what is wrong with it is told among the findings.</summary>
internal static class PushedPlan
{
    private const string Source = "a pushed source";

    /// <summary>Tells what is wrong with the declaration.</summary>
    public static void Check(SourceFindings findings, PushedSpec pushed, IDeclaredSource source)
    {
        if (source.Spec.Tls is not null)
        {
            findings.Forbidden("spec.tls", "nothing is asked over a connection of a pushed source");
        }

        if (source.Spec.Credentials is { } credentials && (credentials.UsernameKey ?? credentials.PasswordKey) is not null)
        {
            findings.Forbidden("spec.credentials", "who reports shows a token: name tokenKey instead of usernameKey and passwordKey");
        }

        findings.Duration("spec.pushed.lifetime", pushed.Lifetime, SpecLimits.Lifetime);
        if (source.Spec.Metrics is not { Count: > 0 } metrics)
        {
            findings.Required("spec.metrics", "the metrics that may be reported");
            return;
        }

        foreach (var (index, metric) in metrics.Index())
        {
            CheckMetric(findings, metric, $"spec.metrics[{index}]", source);
        }
    }

    /// <summary>The options of a source without problems for the metrics that it owns.</summary>
    public static PushedSourceOptions Options(
        PushedSpec pushed, IDeclaredSource source, SourceConnection connection, IReadOnlySet<MetricClaim> owned) => new()
        {
            Token = connection.BearerToken,
            Address = PushedAddress.Of(source.Metadata.Namespace, source.Metadata.Name),
            Lifetime = new SourceFindings().Duration("spec.pushed.lifetime", pushed.Lifetime, SpecLimits.Lifetime) ?? SpecLimits.UsualLifetime,
            Metrics =
            [
                .. owned.Where(metric => metric.Of is null).Select(metric => new PushedMetric(metric.Name)),
                .. owned.Where(metric => metric.Of is not null)
                    .GroupBy(metric => metric.Name, metric => metric.Of, StringComparer.Ordinal)
                    .Select(metric => new PushedMetric(metric.Key, [.. metric.OfType<DescribedKind>()])),
            ],
        };

    private static void CheckMetric(SourceFindings findings, OfferedMetric metric, string field, IDeclaredSource source)
    {
        MetricFields.ForbidQueues(findings, field, Source, metric);
        MetricFields.Forbid(
            findings,
            field,
            Source,
            ("query", metric.Query),
            ("window", metric.Window),
            ("onEmpty", metric.OnEmpty),
            ("namespaceLabel", metric.NamespaceLabel));
        AssociationPlan.Kinds(findings, $"{field}.of", metric.Of, source);
    }
}
