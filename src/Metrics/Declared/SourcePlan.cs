using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>
/// What is to be done for a declared source: which of its metrics it answers for, and how it is asked. Where it cannot be asked, its
/// metrics are absent for the reason that is told.
/// </summary>
public sealed record SourcePlan
{
    /// <summary>Its name, scope, pace and labels.</summary>
    public required SourceSettings Settings { get; init; }

    /// <summary>The metrics that it answers for.</summary>
    public required IReadOnlyList<MetricClaim> Metrics { get; init; }

    /// <summary>The metrics that it wants and another source answers for.</summary>
    public required IReadOnlyList<(MetricClaim Metric, SourceClaims Owner)> Lost { get; init; }

    /// <summary>What keeps it from being asked at all; none when it can be.</summary>
    public required IReadOnlyList<SourceProblem> Problems { get; init; }

    /// <summary>What is asked of a broker, where it is that.</summary>
    public RabbitMqSourceOptions? RabbitMq { get; init; }

    /// <summary>What is asked of Prometheus, where it is that.</summary>
    public PrometheusSourceOptions? Prometheus { get; init; }

    /// <summary>Who may report what, where applications report.</summary>
    public PushedSourceOptions? Pushed { get; init; }

    /// <summary>Whether nothing is left to do, since others answer for all its metrics.</summary>
    public bool IsIdle => Metrics.Count == 0 && Prometheus is not { Rules.Count: > 0 };

    /// <summary>Plans a source from its declaration, the Secrets that it refers to, and who owns which name.</summary>
    public static SourcePlan Of(IDeclaredSource source, IReadOnlyDictionary<ObjectKey, SecretAnswer> secrets, NameOwnership ownership)
    {
        var findings = new SourceFindings();
        SpecCheck.Check(findings, source);
        var connection = ConnectionPlan.Read(source, secrets, findings);
        var claims = MetricClaims.Of(source);
        var lost = ownership.Lost(claims);
        var owned = claims.Metrics.Except(lost.Select(one => one.Metric)).ToHashSet();
        var plan = new SourcePlan
        {
            Settings = SettingsOf(source, claims),
            Metrics = [.. owned],
            Lost = lost,
            Problems = findings.Problems,
        };
        return plan.Problems.Count > 0 ? plan : plan.For(source, connection, owned);
    }

    private SourcePlan For(IDeclaredSource source, SourceConnection connection, IReadOnlySet<MetricClaim> owned) => source.Spec switch
    {
        { Rabbitmq: { } broker } => this with { RabbitMq = BrokerPlan.Options(broker, source.Spec, connection, owned) },
        { Prometheus: { } server } => this with { Prometheus = PrometheusPlan.Options(server, source, connection, owned) },
        { Pushed: { } pushed } => this with { Pushed = PushedPlan.Options(pushed, source, connection, owned) },
        _ => this,
    };

    private static SourceSettings SettingsOf(IDeclaredSource source, SourceClaims claims) => new()
    {
        Name = claims.Title,
        Scope = new FeedScope(source.Metadata.Namespace),
        Period = Duration(source.Spec.Period),
        Deadline = Duration(source.Spec.Deadline),
        Labels = source.Spec.Labels is { } labels ? SeriesLabels.Of(labels) : SeriesLabels.None,
    };

    // What is malformed is among the problems.
    private static TimeSpan? Duration(string? text) => text is not null && GoDuration.TryParse(text, out var value) ? value : null;
}
