using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What a workload takes of the quotas of its namespace once it has made its pods, for those who judge several workloads before any of them runs.</summary>
public static class WorkloadCharge
{
    /// <summary>What the limit ranges of its namespace give to each of its pods; the places are those in the template.</summary>
    public static LimitRangeDefaults Defaults(WorkloadDemand wanted, IReadOnlyCollection<LimitRange> limitRanges) =>
        LimitRangeDefaults.For(TemplatePod.Complete(wanted.Template.Spec), limitRanges);

    /// <summary>The ledger with as many of the pods that are wanted as fit; a pod that a limit range refuses costs nothing.</summary>
    public static QuotaLedger Charge(
        WorkloadDemand wanted, WorkloadDemand? before, IReadOnlyCollection<LimitRange> limitRanges, QuotaLedger ledger)
    {
        var pod = TemplatePod.Make(wanted.Template, wanted.Metadata.Namespace, limitRanges);
        if ((TemplatePod.Invalidity(pod.Spec) ?? LimitRangeRules.Refuse(pod.Spec, limitRanges)) is not null)
        {
            return ledger;
        }

        var replaced = before is not null && wanted.ReplacesPods && !wanted.HasTemplateOf(before) ? wanted.Existing : 0;
        var added = Math.Max(wanted.Wanted - (wanted.Existing - replaced), 0);
        var room = new QuotaRoom(pod, before is null ? null : TemplatePod.Make(before.Template, wanted.Metadata.Namespace, limitRanges), replaced);
        var fitting = ledger.Quotas.Select(quota => room.Count(quota, added)).Append(added).Min();
        return QuotaLedger.Of(ledger.Quotas.Select(quota => room.Charged(quota, fitting)));
    }
}
