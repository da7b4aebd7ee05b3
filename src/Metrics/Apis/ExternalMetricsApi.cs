using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Apis;

/// <summary>
/// Answers for external.metrics.k8s.io/v1beta1. A metric that is absent is refused with its reason, never answered with zero or
/// with nothing.
/// </summary>
internal sealed class ExternalMetricsApi(MetricTable table, MetricDemand demand, TimeProvider time)
{
    public IEnumerable<DiscoveryResource> Resources() => table.ExternalMetrics().Select(DiscoveryResource.External);

    public async ValueTask<ApiAnswer> GetAsync(string @namespace, string metric, string labelSelector, CancellationToken cancellationToken)
    {
        if (!LabelSelector.TryParse(labelSelector, out var selector, out var error))
        {
            return ApiAnswer.Of(Refusal.BadRequest(error ?? "invalid selector"));
        }

        if (table.ExternalMetrics(@namespace).Contains(metric))
        {
            await demand.AskAsync(new(SeriesKind.External, @namespace, metric, selector), () => Find() is { Absence: not null, IsPending: false } or { Series.Count: > 0 }, cancellationToken);
        }

        ExternalAnswer Find() => table.FindExternal(@namespace, metric, selector, time.GetUtcNow());
        var answer = Find();
        if (answer.Absence is { } absence)
        {
            return ApiAnswer.Of(table.ExternalMetrics(@namespace).Contains(metric) ? Refusal.Unavailable(absence) : Refusal.NoSuchMetric(absence));
        }

        var items = answer.Series
            .OrderBy(series => series.Labels.ToString(), StringComparer.Ordinal)
            .Select(series => new ExternalMetricValue(
                metric,
                series.Labels,
                ApiTime.Write(series.Reading.Time),
                (long?)series.Reading.Window?.TotalSeconds,
                series.Reading.Value.GetValueOrDefault()))
            .ToList();
        return ApiAnswer.Of(
            new("ExternalMetricValueList", "external.metrics.k8s.io/v1beta1", new ListMeta(), items),
            MetricsJson.Default.MetricsListExternalMetricValue);
    }
}
