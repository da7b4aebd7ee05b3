using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Scheduling;

/// <summary>Admission that gives new pods the priority of their class, after upstream's Priority plugin.</summary>
public sealed class PriorityAdmission(ObjectStore store, ResourceKind classes)
{
    private const string Preempts = "PreemptLowerPriority";

    /// <summary>The classes that every cluster has.</summary>
    public static IEnumerable<JsonObject> SystemClasses =>
    [
        SystemClass("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
        SystemClass("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
    ];

    /// <summary>Sets the priority of a new pod; refuses classes that do not exist, and priorities that say otherwise.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: "CREATE", Kind: { Group: "", Kind: "Pod" }, Object: { } pod })
        {
            Prioritize(request, pod.Ensure("spec"));
        }

        return ValueTask.CompletedTask;
    }

    private void Prioritize(AdmissionRequest request, JsonObject spec)
    {
        var name = spec.TextAt("priorityClassName");
        var found = name.Length > 0 ? store.Find(classes, "", name)?.Value ?? throw request.Refuse($"no PriorityClass with name {name} was found") : Default();
        var (priority, policy) = (found.NumberAt("value") ?? 0, found.TextAt("preemptionPolicy") is { Length: > 0 } own ? own : Preempts);
        if (spec.NumberAt("priority") is { } given && given != priority)
        {
            throw request.Refuse($"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }

        if (spec.TextAt("preemptionPolicy") is { Length: > 0 } asked && asked != policy)
        {
            throw request.Refuse($"the string value of PreemptionPolicy ({asked}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        }

        spec["priority"] = priority;
        spec["preemptionPolicy"] = policy;
        spec["priorityClassName"] = found.TextAt("metadata.name");
    }

    // Of several defaults upstream takes the lowest.
    private JsonObject? Default() => store.List(classes, null).Objects
        .Select(one => one.Value)
        .Where(one => one.FlagAt("globalDefault"))
        .MinBy(one => one.NumberAt("value") ?? 0);

    private static JsonObject SystemClass(string name, int value, string description) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["value"] = value,
        ["description"] = description,
    };
}
