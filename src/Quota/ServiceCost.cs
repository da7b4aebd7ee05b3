using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What a service uses up: itself, load balancers and ports on the nodes, after pkg/quota/v1/evaluator/core/services.go.</summary>
internal sealed class ServiceCost : IObjectCost
{
    private const string Services = "services";
    private const string CountServices = "count/services";
    private const string LoadBalancers = "services.loadbalancers";
    private const string NodePorts = "services.nodeports";

    /// <inheritdoc />
    public bool Tracks(string name) => name is Services or CountServices or LoadBalancers or NodePorts;

    /// <inheritdoc />
    public bool Handles(QuotaWrite write) => write.Subresource.Length == 0;

    /// <inheritdoc />
    public ResourceVector Of(GovernedObject subject, DateTimeOffset now)
    {
        var spec = subject.Get<Service>().Spec;
        return ResourceVector.From(
        [
            new(Services, Quantity.FromLong(1)),
            new(CountServices, Quantity.FromLong(1)),
            new(LoadBalancers, Quantity.FromLong(spec.Type == "LoadBalancer" ? 1 : 0)),
            new(NodePorts, Quantity.FromLong(PortsOnNodes(spec))),
        ]);
    }

    /// <summary>The type as far as it matters to quotas: NodePort, LoadBalancer, or "" for the others.</summary>
    public static string TypeOf(Service service) => service.Spec.Type is "NodePort" or "LoadBalancer" ? service.Spec.Type : "";

    // The ports are not given yet when the service is admitted, so it is the intent that counts.
    private static int PortsOnNodes(ServiceSpec spec) => spec.Type switch
    {
        "NodePort" => spec.Ports.Count,
        "LoadBalancer" => spec.AllocateLoadBalancerNodePorts == false ? spec.Ports.Count(port => port.NodePort != 0) : spec.Ports.Count,
        _ => 0,
    };
}
