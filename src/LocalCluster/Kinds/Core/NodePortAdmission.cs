using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Gives services the ports on nodes that they need and refuses those that are taken, where upstream's registry does it: after validation, before validating admission.</summary>
public sealed class NodePortAdmission(ObjectStore store, ResourceKind services)
{
    private const int First = 30000;
    private const int Count = 2768;

    /// <summary>Checks the ports that are given and draws the others.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: "CREATE" or "UPDATE", Kind: { Group: "", Kind: "Service" }, Options.Subresource: null, Object: { } service })
        {
            var taken = store.List(services, null).Objects
                .Where(one => one.Uid != service.TextAt("metadata.uid"))
                .SelectMany(one => ServiceTypes.NodePortsOf(one.Value.PartAt("spec") ?? []))
                .ToHashSet();
            Check(service, request.Old, taken);
            Draw(service, taken);
        }

        return ValueTask.CompletedTask;
    }

    private void Check(JsonObject service, JsonObject? old, HashSet<long> taken)
    {
        var report = new FieldReport();
        var had = ServiceTypes.NodePortsOf(old.PartAt("spec") ?? []).ToHashSet();
        foreach (var (index, port) in service.PartsAt("spec.ports").Index())
        {
            var path = $"spec.ports[{index}].nodePort";
            if (port.NumberAt("nodePort") is not ({ } number and not 0) || had.Contains(number))
            {
                continue;
            }

            if (number is < First or >= First + Count)
            {
                report.Invalid(path, number, $"provided port is not in the valid range. The range of valid ports is {First}-{First + Count - 1}");
            }
            else if (taken.Contains(number))
            {
                report.Invalid(path, number, "provided port is already allocated");
            }
        }

        if (report.Errors.Count > 0)
        {
            throw Refusals.Invalid(services, service.TextAt("metadata.name"), report.Errors);
        }
    }

    private static void Draw(JsonObject service, HashSet<long> taken)
    {
        if (!ServiceTypes.HasNodePorts(service.PartAt("spec") ?? []))
        {
            return;
        }

        taken.UnionWith(ServiceTypes.NodePortsOf(service.PartAt("spec") ?? []));
        foreach (var (index, port) in service.PartsAt("spec.ports").Index().Where(one => one.Item.NumberAt("nodePort") is null or 0))
        {
            var start = UidChoice.Number(service, index, Count);
            var free = Enumerable.Range(start, Count).Select(number => First + (number % Count)).FirstOrDefault(number => !taken.Contains(number));
            if (free == 0)
            {
                throw Refusals.Internal("failed to allocate a nodePort: range is full");
            }

            port["nodePort"] = free;
            taken.Add(free);
        }
    }
}
