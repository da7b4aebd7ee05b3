using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Explains;

/// <summary>The quotas of one namespace as they were read.</summary>
internal sealed class StatedQuotas(IReadOnlyList<ResourceQuota> quotas) : IQuotaHeadroom
{
    /// <inheritdoc />
    public string? Refuses(string @namespace, ResourceVector requests, ResourceVector limits) => QuotaHeadroom.Refuses(quotas, requests, limits);
}
