using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>Says which series a reported reading belongs to, and whether its source may have it: names, namespaces, kinds.</summary>
internal sealed class ReportOwnership(PushedSourceOptions options, SourceSettings settings)
{
    private string Own => settings.Scope.Namespace;

    /// <summary>The series of a reading; null, with the problem, where the source may not have it.</summary>
    public (PushedSeriesKey? Series, PushedProblem? Problem) SeriesOf(string field, ReportedReading reading)
    {
        var ns = string.IsNullOrEmpty(reading.Namespace) ? Own : reading.Namespace;
        var declared = (options.Metrics ?? []).Where(metric => metric.Name == reading.Name).ToList();
        var problem = NamespaceProblem($"{field}.namespace", ns) ?? NameProblem($"{field}.name", declared);
        if (problem is not null)
        {
            return (null, problem);
        }

        var labels = SeriesLabels.Of((reading.Labels ?? SeriesLabels.None).Concat(settings.Labels));
        var key = new PushedSeriesKey(reading.Name, ns, labels);
        return reading.Object is null ? External($"{field}.object", key, declared) : Custom(field, key, reading.Object, declared);
    }

    private PushedProblem? NamespaceProblem(string field, string ns) => (ns.Length == 0 ? [] : NameRules.DnsLabelErrors(ns)) switch
    {
        [var error, ..] => new(PushedRefusal.Invalid, field, error),
        _ when !settings.Scope.Covers(ns) => Forbidden(field, $"{settings.Name} may only report for namespace {Own}"),
        _ => null,
    };

    private PushedProblem? NameProblem(string field, List<PushedMetric> declared) => declared.Count == 0 && options.Metrics is not null
        ? Forbidden(field, $"{settings.Name} has no metric of this name")
        : null;

    private static (PushedSeriesKey?, PushedProblem?) External(string field, PushedSeriesKey key, List<PushedMetric> declared) =>
        declared.Count == 0 || declared.Exists(metric => metric.Of.Count == 0)
            ? (key, null)
            : (null, new(PushedRefusal.Invalid, field, $"is required: the metric describes {Kinds(declared)}"));

    private (PushedSeriesKey?, PushedProblem?) Custom(
        string field, PushedSeriesKey key, ReportedObject described, List<PushedMetric> declared)
    {
        var kind = declared.SelectMany(metric => metric.Of).FirstOrDefault(one => one.Kind == described.Kind && IsOf(one, described.ApiVersion));
        if (kind is null)
        {
            return (null, Forbidden($"{field}.object", declared.Exists(metric => metric.Of.Count > 0)
                ? $"the metric describes {Kinds(declared)} only"
                : $"{settings.Name} has no metric of this name that describes objects"));
        }

        var ns = kind.IsNamespaced ? key.Namespace : "";
        var of = new ObjectKey(kind.Group, kind.Kind, ns, described.Name);
        return ObjectProblem(field, kind, of) is { } problem ? (null, problem) : (key with { Namespace = ns, Kind = kind, Of = of }, null);
    }

    private PushedProblem? ObjectProblem(string field, DescribedKind kind, ObjectKey of) => of switch
    {
        { Name.Length: 0 or > PushedLimits.NameLength } => new(
            PushedRefusal.Invalid, $"{field}.object.name", $"must have 1 to {PushedLimits.NameLength} characters, not {of.Name.Length}", PushedLimits.NameLength),
        { Namespace: "" } when kind.IsNamespaced => new(PushedRefusal.Invalid, $"{field}.namespace", $"is required: a {kind.Kind} lives in a namespace"),
        _ when !kind.IsNamespaced && Own.Length > 0 && (kind != DescribedKind.Namespace || of.Name != Own) =>
            Forbidden($"{field}.object", $"{settings.Name} may only report for objects of namespace {Own}"),
        _ => null,
    };

    // "apps/v1" is of group apps, "v1" of the core group; without a version the kind alone counts.
    private static bool IsOf(DescribedKind kind, string? apiVersion) =>
        apiVersion is null || kind.Group == (apiVersion.Split('/') is [var group, _] ? group : "");

    private static string Kinds(List<PushedMetric> declared) =>
        string.Join(", ", declared.SelectMany(metric => metric.Of).Select(kind => kind.Kind).Distinct());

    private static PushedProblem Forbidden(string field, string message) => new(PushedRefusal.Forbidden, field, message);
}
