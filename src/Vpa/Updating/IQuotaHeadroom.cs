using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Updating;

/// <summary>Knows whether the quotas of a namespace leave room for more requests and limits; answers from memory.</summary>
public interface IQuotaHeadroom
{
    /// <summary>Null when so much more fits; else which quota it does not fit into, and by how much, in a sentence's part such as "quota small: requests.cpu 500m of 200m left".</summary>
    string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits);
}
