using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.Quota.Control;

/// <summary>Writes what limit ranges add to a pod into the pod as the API has it, beside whatever else it holds.</summary>
public static class PodDefaulting
{
    /// <summary>Adds the requests and limits that containers lack, in place.</summary>
    public static void Write(LimitRangeDefaults defaults, JsonObject pod)
    {
        foreach (var container in defaults.Containers)
        {
            if (pod["spec"]?[container.IsInit ? "initContainers" : "containers"] is JsonArray list)
            {
                // Null is a container without anything, as it is to Go.
                var resources = Part((list[container.Index] ??= new JsonObject()).AsObject(), "resources");
                Write(container.Requests, resources, "requests");
                Write(container.Limits, resources, "limits");
            }
        }
    }

    /// <summary>Tells a new pod what was added, in place.</summary>
    public static void Annotate(LimitRangeDefaults defaults, JsonObject pod)
    {
        if (defaults.Annotation is { } annotation)
        {
            Part(Part(pod, "metadata"), "annotations")[LimitRangeDefaults.AnnotationName] = annotation;
        }
    }

    private static void Write(IReadOnlyDictionary<string, Quantity> amounts, JsonObject resources, string list)
    {
        foreach (var (resource, amount) in amounts)
        {
            Part(resources, list)[resource] = amount.ToString();
        }
    }

    private static JsonObject Part(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject part)
        {
            return part;
        }

        var added = new JsonObject();
        parent[name] = added;
        return added;
    }
}
