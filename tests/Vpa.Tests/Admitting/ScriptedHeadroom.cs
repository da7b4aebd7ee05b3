using Autoscale.Kubernetes;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Admitting;

/// <summary>Quotas that have room for what the test says.</summary>
internal sealed class ScriptedHeadroom(Func<ResourceVector, ResourceVector, string?> refuses) : IQuotaHeadroom
{
    public string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits) => refuses(requests, limits);
}
