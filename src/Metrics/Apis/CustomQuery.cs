using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Apis;

/// <summary>A request for a custom metric with its selectors: of the objects, and of the metric.</summary>
internal sealed record CustomQuery(CustomTarget Target, string Version, LabelSelector Objects, LabelSelector Metric)
{
    /// <summary>Reads the query; null with the refusal of a selector that is none, in Kubernetes' own words.</summary>
    public static CustomQuery? TryRead(CustomTarget target, string version, IQueryCollection query, out Refusal refusal)
    {
        refusal = Refusal.BadRequest("fieldSelector metadata.name doesn't match requested name");
        if (!LabelSelector.TryParse(query["labelSelector"].ToString(), out var objects, out var error)
            || !LabelSelector.TryParse(query["metricLabelSelector"].ToString(), out var metric, out error)
            || !FieldSelector.TryParse(query["fieldSelector"].ToString(), out var fields, out error))
        {
            refusal = Refusal.BadRequest(error ?? "invalid selector");
            return null;
        }

        return fields.Matches(field => field == "metadata.name" ? target.Name : "") ? new(target, version, objects, metric) : null;
    }

    /// <summary>The metric's selector in its structured form, as metav1.ParseToLabelSelector makes it; null for everything.</summary>
    public LabelSelectorSpec? Structured()
    {
        if (Metric.IsEmpty)
        {
            return null;
        }

        var equal = Metric.Requirements.Where(one => one.Operator is LabelOperator.Equals or LabelOperator.DoubleEquals).ToList();
        var others = Metric.Requirements.Except(equal).Select(one => new LabelSelectorRequirement
        {
            Key = one.Key,
            Operator = one.Operator == LabelOperator.NotEquals ? nameof(LabelOperator.NotIn) : one.Operator.ToString(),
            Values = one.Values.Count == 0 ? null : one.Values,
        }).ToList();
        return new()
        {
            MatchLabels = equal.Count == 0 ? null : equal.ToDictionary(one => one.Key, one => one.Values[0]),
            MatchExpressions = others.Count == 0 ? null : others,
        };
    }
}
