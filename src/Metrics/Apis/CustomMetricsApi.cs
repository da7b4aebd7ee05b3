using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Apis;

/// <summary>
/// Answers for custom.metrics.k8s.io. An object whose metric is absent is left out of a list, as the built-in autoscaler expects of
/// a pod without metrics; when all are absent, or the one that is asked for is, the request is refused with the reason.
/// </summary>
internal sealed class CustomMetricsApi(MetricsApiTools tools, MetricDemand demand, TimeProvider time)
{
    private readonly KindVersions _versions = new(tools.Client, tools.Time);

    private MetricTable Table => tools.Table;

    public IEnumerable<DiscoveryResource> Resources() => Table.CustomMetrics().Select(DiscoveryResource.Custom);

    public async ValueTask<ApiAnswer> GetAsync(CustomQuery query, CancellationToken cancellationToken)
    {
        var target = query.Target;
        var metric = Table.CustomMetrics(target.Scope)
            .OrderBy(one => one.Kind.Group, StringComparer.Ordinal)
            .FirstOrDefault(one => one.Name == target.Metric && target.Means(one.Kind));
        if (metric is null)
        {
            return ApiAnswer.Of(Refusal.NoSuchMetric(AbsenceTexts.NoSuchMetric(target.Metric, target.Resource)));
        }

        try
        {
            return target.IsOfMany
                ? await ListAsync(query, metric.Kind, cancellationToken)
                : await GetAsync(query, metric.Kind, cancellationToken);
        }
        catch (Exception failure) when (failure is KubeError || (ControlLoopOptions.Classify(failure) == FailureKind.Transient && !cancellationToken.IsCancellationRequested))
        {
            return ApiAnswer.Of(Refusal.Unavailable($"the objects of {metric.Kind.GroupResource} are not known: {failure.Message}"));
        }
    }

    private async ValueTask<ApiAnswer> GetAsync(CustomQuery query, DescribedKind kind, CancellationToken cancellationToken)
    {
        var target = query.Target;
        await AskAsync(query, kind, [target.Name], cancellationToken);
        var reading = Find(query, kind, target.Name);
        if (reading is null)
        {
            return ApiAnswer.Of(Refusal.NoSuchMetric(
                AbsenceTexts.NoSuchMetric(target.Metric, kind.GroupResource, target.Name, query.Metric)));
        }

        return reading.Absence is { } absence
            ? ApiAnswer.Of(Refusal.Unavailable(absence))
            : await ValuesAsync(query, kind, [(target.Name, reading)], cancellationToken);
    }

    private async ValueTask<ApiAnswer> ListAsync(CustomQuery query, DescribedKind kind, CancellationToken cancellationToken)
    {
        var objects = new DescribedObjects(tools.Client, tools.Pods, _versions);
        var names = await objects.FindAsync(kind, query.Target.Namespace, query.Objects, cancellationToken);
        await AskAsync(query, kind, names, cancellationToken);
        var present = new List<(string Name, Reading Reading)>(names.Count);
        string? absence = null;
        foreach (var name in names)
        {
            var reading = Find(query, kind, name);
            absence ??= reading?.Absence;
            if (reading is { Absence: null })
            {
                present.Add((name, reading));
            }
        }

        return present.Count == 0 && absence is not null
            ? ApiAnswer.Of(Refusal.Unavailable(absence))
            : await ValuesAsync(query, kind, present, cancellationToken);
    }

    private ValueTask AskAsync(CustomQuery query, DescribedKind kind, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var series = kind == DescribedKind.Pod ? SeriesKind.PodMetric : SeriesKind.ObjectMetric;
        return demand.AskAsync(
            new(series, query.Target.Scope, query.Target.Metric, query.Metric),
            () => names.Count == 0 || names.Any(name => Find(query, kind, name) is { IsPending: false }),
            cancellationToken);
    }

    private Reading? Find(CustomQuery query, DescribedKind kind, string name) => Table.FindCustom(
        new ObjectKey(kind.Group, kind.Kind, query.Target.Namespace, name), query.Target.Metric, query.Metric, time.GetUtcNow());

    private async ValueTask<ApiAnswer> ValuesAsync(
        CustomQuery query, DescribedKind kind, IReadOnlyList<(string Name, Reading Reading)> readings, CancellationToken cancellationToken)
    {
        // Also the core group's version comes after a slash, as the common library of custom metrics servers writes it.
        var version = $"{kind.Group}/{await _versions.FindAsync(kind.Group, cancellationToken)}";
        var (metric, selector) = (query.Target.Metric, query.Structured());
        DescribedObject Of(string name) => new(kind.Kind, kind.IsNamespaced ? query.Target.Namespace : null, name, version);
        if (query.Version == "v1beta1")
        {
            var items = readings.Select(one => new CustomValueV1(
                Of(one.Name), metric, ApiTime.Write(one.Reading.Time), SecondsOf(one.Reading), one.Reading.Value.GetValueOrDefault())
            {
                Selector = selector,
            });
            return Answer(query, [.. items], MetricsJson.Default.MetricsListCustomValueV1);
        }

        var identifier = new CustomIdentifier(metric) { Selector = selector };
        var values = readings.Select(one => new CustomValueV2(
            Of(one.Name), identifier, ApiTime.Write(one.Reading.Time), SecondsOf(one.Reading), one.Reading.Value.GetValueOrDefault()));
        return Answer(query, [.. values], MetricsJson.Default.MetricsListCustomValueV2);
    }

    private static ApiAnswer Answer<T>(
        CustomQuery query, IReadOnlyList<T> items, System.Text.Json.Serialization.Metadata.JsonTypeInfo<MetricsList<T>> type) =>
        ApiAnswer.Of(new("MetricValueList", $"custom.metrics.k8s.io/{query.Version}", new ListMeta(), items), type);

    private static long? SecondsOf(Reading reading) => (long?)reading.Window?.TotalSeconds;
}
