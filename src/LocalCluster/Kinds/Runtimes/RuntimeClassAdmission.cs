using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Kinds.Runtimes;

/// <summary>Admission that gives new pods the overhead and the placement of their runtime class, after upstream's RuntimeClass plugin.</summary>
public sealed class RuntimeClassAdmission(ObjectStore store, ResourceKind classes)
{
    private const string Mismatch = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    /// <summary>Sets overhead, node selector and tolerations; refuses classes that do not exist and overheads that say otherwise.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (IsNewPod(request, out var spec) && ClassOf(request, spec) is { } found)
        {
            if (found.PartAt("overhead") is { } overhead)
            {
                SetOverhead(request, spec, overhead.PartAt("podFixed") ?? []);
            }

            if (found.PartAt("scheduling") is { } scheduling)
            {
                SetPlacement(request, spec, scheduling);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Refuses an overhead that the pod's class does not have.</summary>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (!IsNewPod(request, out var spec))
        {
            return ValueTask.CompletedTask;
        }

        if (ClassOf(request, spec).PartAt("overhead") is not { } overhead)
        {
            return spec["overhead"] is null
                ? ValueTask.CompletedTask
                : throw request.Refuse("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }

        return IsSame(overhead, spec) ? ValueTask.CompletedTask : throw request.Refuse(Mismatch);
    }

    private static bool IsNewPod(AdmissionRequest request, [NotNullWhen(true)] out JsonObject? spec)
    {
        var isNewPod = request is { Operation: "CREATE", Kind: { Group: "", Kind: "Pod" }, Options.Subresource: null };
        spec = isNewPod ? request.Object?.Ensure("spec") ?? [] : [];
        return isNewPod;
    }

    private JsonObject? ClassOf(AdmissionRequest request, JsonObject spec)
    {
        var name = spec.TextAt("runtimeClassName");
        return name.Length == 0
            ? null
            : store.Find(classes, "", name)?.Value ?? throw request.Refuse($"pod rejected: RuntimeClass {GoText.Quote(name)} not found");
    }

    private static void SetOverhead(AdmissionRequest request, JsonObject spec, JsonObject amounts)
    {
        if (spec["overhead"] is not null && !IsSame(new JsonObject { ["podFixed"] = amounts.DeepClone() }, spec))
        {
            throw request.Refuse(Mismatch);
        }

        spec.Remove("overhead");
        if (amounts.Count > 0)
        {
            spec["overhead"] = amounts.DeepClone();
        }
    }

    private static bool IsSame(JsonObject overhead, JsonObject spec)
    {
        var (wanted, got) = (ResourceRules.Amounts(overhead, "podFixed"), ResourceRules.Amounts(spec, "overhead"));
        return wanted.Count == got.Count && wanted.All(pair => got.TryGetValue(pair.Key, out var amount) && amount == pair.Value);
    }

    private static void SetPlacement(AdmissionRequest request, JsonObject spec, JsonObject scheduling)
    {
        foreach (var (key, value) in scheduling.PartAt("nodeSelector") ?? [])
        {
            var selector = spec.Ensure("nodeSelector");
            if (selector[key] is { } own && own.AsText() != value.AsText())
            {
                throw request.Refuse($"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value.AsText()}; pod.spec.nodeSelector[{key}] = {own.AsText()}");
            }

            selector[key] = value?.DeepClone();
        }

        var tolerations = spec.PartsAt("tolerations").ToList();
        var added = scheduling.PartsAt("tolerations").Where(one => !tolerations.Any(own => JsonNode.DeepEquals(own, one)));
        if (added.ToList() is { Count: > 0 } more)
        {
            spec["tolerations"] = new JsonArray([.. tolerations.Concat(more).Select(one => one.DeepClone())]);
        }
    }
}
