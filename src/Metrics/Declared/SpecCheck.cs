using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Declared;

/// <summary>
/// Says all that is wrong with a declared source as far as the declaration alone shows it. What the schema of the custom resource
/// refuses is refused here again, since an older schema may be installed.
/// </summary>
public static class SpecCheck
{
    private const int MostMetrics = 200;

    /// <summary>The problems, none when the source can be tried.</summary>
    public static IReadOnlyList<SourceProblem> Check(IDeclaredSource source)
    {
        var findings = new SourceFindings();
        Check(findings, source);
        return findings.Problems;
    }

    /// <summary>Tells all problems among the findings.</summary>
    internal static void Check(SourceFindings findings, IDeclaredSource source)
    {
        var spec = source.Spec;
        CheckType(findings, spec);
        CheckCommon(findings, spec);
        CheckNames(findings, spec.Metrics ?? []);
        CheckReferences(findings, source);
        switch (spec)
        {
            case { Rabbitmq: { } broker }:
                BrokerPlan.Check(findings, broker, spec);
                break;
            case { Prometheus: { } server }:
                PrometheusPlan.Url(findings, server);
                PrometheusPlan.Rules(findings, server, source);
                break;
            case { Pushed: { } pushed }:
                PushedPlan.Check(findings, pushed, source);
                break;
        }
    }

    private static void CheckType(SourceFindings findings, MetricSourceSpec spec)
    {
        var types = new object?[] { spec.Rabbitmq, spec.Prometheus, spec.Pushed }.Count(type => type is not null);
        if (types == 0)
        {
            findings.Required("spec", "exactly one of rabbitmq, prometheus and pushed must be set");
        }
        else if (types > 1)
        {
            findings.Forbidden("spec", "exactly one of rabbitmq, prometheus and pushed must be set");
        }
    }

    private static void CheckCommon(SourceFindings findings, MetricSourceSpec spec)
    {
        findings.Duration("spec.period", spec.Period, SpecLimits.Period);
        findings.Duration("spec.deadline", spec.Deadline, SpecLimits.Deadline);
        foreach (var (name, value) in spec.Labels ?? new Dictionary<string, string>())
        {
            findings.LabelName("spec.labels", name);
            foreach (var error in NameRules.LabelValueErrors(value))
            {
                findings.Invalid($"spec.labels[{name}]", value, error);
            }
        }
    }

    private static void CheckNames(SourceFindings findings, IReadOnlyList<OfferedMetric> metrics)
    {
        if (metrics.Count > MostMetrics)
        {
            findings.Invalid("spec.metrics", $"{metrics.Count} metrics", $"must have at most {MostMetrics} items");
        }

        var seen = new HashSet<MetricClaim>();
        foreach (var (index, metric) in metrics.Index())
        {
            var field = $"spec.metrics[{index}].name";
            if (!IsName(metric.Name))
            {
                findings.Invalid(field, metric.Name, "must begin with a letter, '_' or ':' and consist of letters, digits, '_', ':', '.' and '-', at most 253 of them");
            }

            foreach (var twice in MetricClaims.Of(metric).Where(claim => !seen.Add(claim)))
            {
                findings.Duplicate(field, twice.ToString());
            }
        }
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 253
        && (char.IsAsciiLetter(name[0]) || name[0] is '_' or ':')
        && name.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or ':' or '.' or '-');

    private static void CheckReferences(SourceFindings findings, IDeclaredSource source)
    {
        foreach (var (field, reference) in SecretUse.References(source.Spec))
        {
            if (NameRules.DnsSubdomainErrors(reference.Name) is [var error, ..])
            {
                findings.Invalid($"{field}.name", reference.Name, error);
            }

            if (source is ClusterMetricSource && reference.Namespace is null)
            {
                findings.Required($"{field}.namespace", "a ClusterMetricSource has no namespace of its own");
            }
            else if (source is MetricSource && reference.Namespace is { } other && other != source.Metadata.Namespace)
            {
                findings.Forbidden($"{field}.namespace", "a MetricSource may refer to Secrets of its own namespace only");
            }
        }

        if (source.Spec.Credentials is { TokenKey: not null } credentials && (credentials.UsernameKey ?? credentials.PasswordKey) is not null)
        {
            findings.Forbidden("spec.credentials.tokenKey", "either tokenKey or usernameKey and passwordKey may be set");
        }
    }
}
