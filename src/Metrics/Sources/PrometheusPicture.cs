using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>What answers of a server mean for one target.</summary>
/// <param name="target">What was asked for.</param>
/// <param name="settings">The source's own: scope, labels, name.</param>
internal sealed class PrometheusPicture(PrometheusTarget target, SourceSettings settings)
{
    private const string MetricName = "__name__";

    /// <summary>
    /// Why the answer as a whole says nothing of the target, or null when it does. No series at all are no zero.
    /// </summary>
    public string? WhyAbsent(PrometheusAnswer answer) => answer switch
    {
        { ResultType: not ("vector" or "scalar") } => $"the query's result is a {SourceFailure.OneLine(answer.ResultType)}, where a vector or a scalar is needed",
        { Samples.Count: > 0 } when !answer.Samples.Any(IsPlaced) => $"no series of the answer {Lack}",
        { Samples.Count: 0 } when target.OnEmpty == EmptyMeaning.Absent => "the query returned no series",
        _ => null,
    };

    /// <summary>The external series of the answer that came at the moment given.</summary>
    public List<ExternalSeries> External(PrometheusAnswer answer, DateTimeOffset now)
    {
        if (answer.Samples.Count == 0)
        {
            return [New(target.Namespace, settings.Labels, Reading.Of(Quantity.Zero, now, settings.Name))];
        }

        var series = answer.Samples.Where(IsPlaced).Select(sample => New(PlaceOf(sample), Labels(sample), Read(sample, answer, now)));
        return [.. series.GroupBy(one => one.Key).Select(same => same.Count() == 1 ? same.First() : same.First() with { Reading = Indistinct(now) })];
    }

    /// <summary>The series of objects of the answer that came at the moment given.</summary>
    public List<CustomSeries> Custom(PrometheusAnswer answer, LabelledKind of, DateTimeOffset now)
    {
        var series = answer.Samples.Where(IsPlaced).Select(sample =>
        {
            var place = PlaceOf(sample);
            var @namespace = !of.Kind.IsNamespaced || place.Length > 0 ? place : settings.Scope.Namespace;
            var key = new ObjectKey(of.Kind.Group, of.Kind.Kind, @namespace, sample.Labels[of.Label]);
            return new CustomSeries(key, target.Metric, Read(sample, answer, now)) { Labels = Labels(sample), Applied = target.Applied };
        });
        return [.. series.GroupBy(one => one.Key).Select(same => same.Count() == 1 ? same.First() : same.First() with { Reading = Indistinct(now) })];
    }

    private string Lack => target switch
    {
        { Of: { } of, NamespaceLabel: { } label } => $"has the labels {label} and {of.Label}, which tell the object",
        { Of: { } of } => $"has the label {of.Label}, which tells the object",
        _ => $"has the label {target.NamespaceLabel}, which tells the namespace",
    };

    // A series without the label is nobody's, and one of another namespace is not ours.
    private bool IsPlaced(PrometheusSample sample)
    {
        var isNamed = target.Of is not { } of || (sample.Labels.TryGetValue(of.Label, out var name) && name.Length > 0 && IsOwn(of, name));
        if (!isNamed || target.NamespaceLabel is not { } label)
        {
            return isNamed;
        }

        var place = sample.Labels.TryGetValue(label, out var found) ? found : "";
        var given = target.Namespace.Length > 0 ? target.Namespace : settings.Scope.Namespace;
        return place.Length > 0 ? given.Length == 0 || place == given : given.Length > 0;
    }

    private bool IsOwn(LabelledKind of, string name) => of.Kind is not { Group: "", Kind: "Namespace" } || settings.Scope.Covers(name);

    private string PlaceOf(PrometheusSample sample) =>
        target.Namespace.Length > 0 ? target.Namespace
        : target.NamespaceLabel is { } label && sample.Labels.TryGetValue(label, out var found) ? found
        : "";

    private ExternalSeries New(string @namespace, SeriesLabels labels, Reading reading) =>
        new(@namespace, target.Metric, labels, reading) { Applied = target.Applied };

    private SeriesLabels Labels(PrometheusSample sample)
    {
        var own = sample.Labels.Where(label =>
            label.Key != MetricName && (target.Of is null || (label.Key != target.Of.Label && label.Key != target.NamespaceLabel)));
        return SeriesLabels.Of(own.Concat(settings.Labels));
    }

    private Reading Read(PrometheusSample sample, PrometheusAnswer answer, DateTimeOffset now) =>
        PrometheusNumber.TryRead(sample.Value, out var value, out var absence)
            ? Reading.Of(value, PrometheusTime.Of(sample.Time, answer.ServerTime, now), settings.Name) with { Window = target.Window }
            : Reading.Absent($"{settings.Name}: {absence}", now, settings.Name);

    // The labels that the user adds may hide what told two series apart.
    private Reading Indistinct(DateTimeOffset now) =>
        Reading.Absent($"{settings.Name}: several series have the same labels once those of the source are added", now, settings.Name);
}
