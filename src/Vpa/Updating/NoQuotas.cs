using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Updating;

/// <summary>Finds that everything fits, where nobody knows of quotas.</summary>
public sealed class NoQuotas : IQuotaHeadroom
{
    /// <inheritdoc />
    public string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits) => null;
}
