namespace Autoscale.Hpa;

/// <summary>Says as a condition against which requests utilization is reckoned, for targets that a vertical autoscaler right-sizes.</summary>
internal static class RequestConditions
{
    public static void Set(HpaConditions conditions, ReplicaDecision decision)
    {
        ReplicaProposal? told = null;
        string? message = null;
        for (var i = 0; i < decision.Proposals.Count; i++)
        {
            var proposal = decision.Proposals[i];
            if (proposal.Basis is not { } basis)
            {
                continue;
            }

            told = told is null || (!basis.Names(proposal.Metric) && told.Basis?.Names(told.Metric) == true) ? proposal : told;
            var text = Text(proposal.Metric, basis);
            message = message is null ? text : $"{message}; {text}";
        }

        if (told is { Basis: { } one } && message is not null)
        {
            conditions.Set(HpaConditions.FixedRequests, one.Names(told.Metric), ReasonOf(told.Metric, one), message);
        }
        else if (decision.Proposals.Count > 0)
        {
            conditions.Remove(HpaConditions.FixedRequests);
        }
    }

    private static string ReasonOf(MetricPlan metric, RequestBasis basis) => basis.Template is null ? "TemplateUnknown"
        : basis.Names(metric) ? "RequestsOfTemplate"
        : "NoRequestInTemplate";

    private static string Text(MetricPlan metric, RequestBasis basis)
    {
        var what = metric.Container.Length == 0 ? metric.Resource : $"{metric.Resource} of container {metric.Container}";
        return basis.Template is null ? MetricTexts.TemplateUnknown(metric, basis)
            : basis.Names(metric) ? $"utilization of {what} is reckoned against the requests of the pod template of {basis.Target}, since {basis.Owner} right-sizes the pods"
            : $"utilization of {what} is reckoned against the pods' own requests, since the pod template of {basis.Target} names none{(basis.Problem is { } problem ? $" ({problem})" : "")}; {basis.Owner} leaves those of running pods as they are";
    }
}
