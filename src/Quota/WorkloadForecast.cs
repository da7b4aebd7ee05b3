using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Says of a new or changed workload, before it has made a pod, which limit range or quota its pods are going to meet.</summary>
public static class WorkloadForecast
{
    /// <summary>
    /// What is going to happen, each as it stands after the workload's name: <c>would exceed quota team1 at 4 of 6 replicas: …</c>; empty
    /// when all pods fit, or when the change asks for none. The fourth of six is the first that does not fit.
    /// </summary>
    public static IReadOnlyList<string> Problems(
        WorkloadDemand wanted, WorkloadDemand? before, IReadOnlyCollection<LimitRange> limitRanges, QuotaLedger ledger)
    {
        var isSame = before is not null && wanted.HasTemplateOf(before);
        var replaced = !isSame && wanted.ReplacesPods && before is not null ? wanted.Existing : 0;
        var kept = wanted.Existing - replaced;
        if (wanted.Wanted <= kept || (isSame && wanted.Wanted <= before?.Wanted))
        {
            return [];
        }

        var pod = TemplatePod.Make(wanted.Template, wanted.Metadata.Namespace, limitRanges);
        if ((TemplatePod.Invalidity(pod.Spec) ?? LimitRangeRules.Refuse(pod.Spec, limitRanges)) is { } why)
        {
            return [$"would have its pods refused: {why}"];
        }

        var room = new QuotaRoom(pod, before is null ? null : TemplatePod.Make(before.Template, wanted.Metadata.Namespace, limitRanges), replaced);
        return [.. ledger.Quotas.Select(quota => room.Problem(quota, wanted, kept)).OfType<string>()];
    }
}
