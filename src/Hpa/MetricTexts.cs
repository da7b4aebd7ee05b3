using System.Text;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>How Kubernetes words the names and failures of metrics; users and their tools match on these texts.</summary>
public static class MetricTexts
{
    /// <summary>No pod is selected.</summary>
    public const string NoPods = "no pods returned by selector while calculating replica count";

    /// <summary>No sample of a counted pod is left.</summary>
    public const string NoSamples = "did not receive metrics for targeted pods (pods might be unready)";

    /// <summary>No sample belongs to a pod with a request.</summary>
    public const string NoKnownPods = "no metrics returned matched known pods";

    /// <summary>The name by which conditions and events call a metric.</summary>
    public static string NameOf(MetricPlan metric) => (metric.Kind, metric.Target) switch
    {
        (MetricKind.Resource, MetricTargetKind.Utilization) => $"{metric.Resource} resource utilization (percentage of request)",
        (MetricKind.ContainerResource, MetricTargetKind.Utilization) =>
            $"{metric.Resource} container resource utilization (percentage of request)",
        (MetricKind.Resource or MetricKind.ContainerResource, _) => $"{metric.Resource} resource",
        (MetricKind.Pods, _) => $"pods metric {metric.Identifier.Name}",
        (MetricKind.Object, MetricTargetKind.Value) => $"{metric.DescribedObject.Kind} metric {metric.Identifier.Name}",
        (MetricKind.Object or MetricKind.External, _) =>
            $"external metric {metric.Identifier.Name}({SelectorText(metric.Identifier.Selector)})",
        _ => "",
    };

    /// <summary>The reason of the event and condition when a metric fails.</summary>
    public static string FailureReasonOf(MetricKind kind) => kind switch
    {
        MetricKind.Resource => "FailedGetResourceMetric",
        MetricKind.ContainerResource => "FailedGetContainerResourceMetric",
        MetricKind.Pods => "FailedGetPodsMetric",
        MetricKind.Object => "FailedGetObjectMetric",
        MetricKind.External => "FailedGetExternalMetric",
        _ => "InvalidMetricSourceType",
    };

    /// <summary>What the metrics client said, as the calculator passes it on.</summary>
    public static string Unreadable(MetricPlan metric, string @namespace, string error) => metric.Kind switch
    {
        MetricKind.Resource or MetricKind.ContainerResource => $"unable to get metrics for resource {metric.Resource}: {error}",
        MetricKind.Object =>
            $"unable to get metric {metric.Identifier.Name}: {metric.DescribedObject.Kind} on {@namespace} "
            + $"{metric.DescribedObject.Name}/{error}",
        MetricKind.External =>
            $"unable to get external metric {@namespace}/{metric.Identifier.Name}/{SelectorText(metric.Identifier.Selector)}: {error}",
        _ => $"unable to get metric {metric.Identifier.Name}: {error}",
    };

    /// <summary>Why a utilization cannot be reckoned before the pod template is known whose requests count.</summary>
    public static string TemplateUnknown(MetricPlan metric, RequestBasis basis) =>
        $"the request for {metric.Resource} in the pod template of {basis.Target} is not known, which counts since {basis.Owner} right-sizes the pods: {basis.Problem}";

    /// <summary>The text of the metric's own event: the failure, named by what was wanted where upstream does so.</summary>
    public static string ForEvent(MetricPlan metric, string failure) => (metric.Kind, metric.Target) switch
    {
        (MetricKind.Resource or MetricKind.ContainerResource, MetricTargetKind.Utilization) =>
            $"failed to get {metric.Resource} utilization: {failure}",
        (MetricKind.Resource or MetricKind.ContainerResource, MetricTargetKind.AverageValue) =>
            $"failed to get {metric.Resource} usage: {failure}",
        _ => failure,
    };

    /// <summary>The text of the summary over all metrics: the failure with every prefix that upstream puts before it.</summary>
    public static string ForSummary(MetricPlan metric, string failure) => (metric.Kind, metric.Target) switch
    {
        (MetricKind.Resource, _) => $"failed to get {metric.Resource} resource metric value: {ForEvent(metric, failure)}",
        (MetricKind.ContainerResource, _) => $"failed to get {metric.Container} container metric value: {ForEvent(metric, failure)}",
        (MetricKind.Pods, _) => $"failed to get pods metric value: {failure}",
        (MetricKind.Object, MetricTargetKind.AverageValue) when metric.SelectorError is null =>
            $"failed to get object metric value: failed to get {metric.Identifier.Name} object metric: {failure}",
        (MetricKind.Object, _) => $"failed to get object metric value: {failure}",
        (MetricKind.External, MetricTargetKind.AverageValue) =>
            $"failed to get {metric.Identifier.Name} external metric value: "
            + $"failed to get {metric.Identifier.Name} external metric: {failure}",
        (MetricKind.External, MetricTargetKind.Value) =>
            $"failed to get {metric.Identifier.Name} external metric value: "
            + $"failed to get external metric {metric.Identifier.Name}: {failure}",
        (MetricKind.External, _) => $"failed to get {metric.Identifier.Name} external metric value: {failure}",
        _ => failure,
    };

    /// <summary>Why a metric without a usable target fails.</summary>
    public static string WithoutTarget(MetricPlan metric) => metric.Kind switch
    {
        MetricKind.Resource or MetricKind.ContainerResource =>
            "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set",
        MetricKind.Pods => "invalid pods metric source: no average value target was set",
        MetricKind.Object => "invalid object metric source: neither a value target nor an average value target was set",
        MetricKind.External => "invalid external metric source: neither a value target nor an average value target was set",
        _ => $"unknown metric source type \"{metric.Spec.Type}\"",
    };

    /// <summary>A selector as Go prints its structure, which upstream lets users see.</summary>
    public static string SelectorText(LabelSelectorSpec? selector)
    {
        if (selector is null)
        {
            return "nil";
        }

        var text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
        foreach (var (key, value) in (selector.MatchLabels ?? new Dictionary<string, string>()).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            text.Append(key).Append(": ").Append(value).Append(',');
        }

        text.Append("},MatchExpressions:[]LabelSelectorRequirement{");
        foreach (var requirement in selector.MatchExpressions ?? [])
        {
            text.Append("LabelSelectorRequirement{Key:").Append(requirement.Key)
                .Append(",Operator:").Append(requirement.Operator)
                .Append(",Values:[").AppendJoin(' ', requirement.Values ?? []).Append("],},");
        }

        return text.Append("},}").ToString();
    }
}
