using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What a resize of a pod may change, after podResizeStrategy of pkg/registry/core/pod and ValidatePodResize of pkg/apis/core/validation.</summary>
public static class PodResizeRules
{
    private const string OnlyProcessorAndMemory = "only cpu and memory resources are mutable";

    private static readonly string[] Sides = ["requests", "limits"];
    private static readonly string[] Lists = ["containers", "initContainers"];
    private static readonly string[] Resizable = ["resources", "resizePolicy"];

    /// <summary>Takes back whatever is neither resources nor a resize policy; containers that were added, removed or renamed stay, for validation to refuse.</summary>
    public static void Prepare(JsonObject pod, JsonObject old)
    {
        var (spec, before) = (pod.Ensure("spec"), old.PartAt("spec") ?? []);
        if (Lists.Any(list => spec.PartsAt(list).Count() != before.PartsAt(list).Count()))
        {
            return;
        }

        var next = before.DeepClone().AsObject();
        Move(next, spec, "resources");
        foreach (var list in Lists)
        {
            PutContainers(next, spec, list);
        }

        pod["spec"] = next;
        foreach (var part in new[] { "metadata", "status" })
        {
            Move(pod, old, part);
        }
    }

    /// <summary>The field errors of a resized pod, beside the pod as it was.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject pod, JsonObject old)
    {
        var report = new FieldReport();
        if (Unresizable(old) is { } reason)
        {
            report.Forbidden("", reason);
            return report.Errors;
        }

        var (spec, before) = (pod.PartAt("spec") ?? [], old.PartAt("spec") ?? []);
        MetadataRules.Check(report, pod, old, SyntaxRules.DnsSubdomain);
        PodSpecRules.Check(report, spec, "spec");
        CheckPod(report, pod, old);
        var isPodLevel = IsPodLevel(spec) || IsPodLevel(before);
        if (isPodLevel)
        {
            CheckPodLevel(report, spec, before);
        }

        if (HaveSameContainers(report, spec, before))
        {
            CheckContainers(report, spec, before);
            if (!isPodLevel && report.Errors.Count == 0 && spec["resources"] is null != before["resources"] is null)
            {
                report.Forbidden("spec", OnlyProcessorAndMemory);
            }
        }

        return report.Errors;
    }

    private static string? Unresizable(JsonObject old)
    {
        if (old.PartAt("metadata.annotations")?["kubernetes.io/config.mirror"] is not null)
        {
            return "static pods cannot be resized";
        }

        return old.TextAt("spec.os.name") == "windows" ? "windows pods cannot be resized" : null;
    }

    private static void CheckPod(FieldReport report, JsonObject pod, JsonObject old)
    {
        var quality = old.TextAt("status.qosClass") is { Length: > 0 } stored ? stored : PodResources.QualityOfService(old.PartAt("spec"));
        if (quality != PodResources.QualityOfService(pod.PartAt("spec")))
        {
            report.Invalid("spec", pod.TextAt("status.qosClass"), "Pod QOS Class may not change as a result of resizing");
        }

        // A node that can resize tells of its containers' resources.
        var running = old.PartsAt("status.containerStatuses").FirstOrDefault(status => status.PartAt("state.running") is not null);
        if (running is not null && running.PartAt("resources") is null)
        {
            report.Forbidden("spec", "Pod running on node without support for resize");
        }
    }

    private static void CheckPodLevel(FieldReport report, JsonObject spec, JsonObject before)
    {
        var (now, was) = (spec.PartAt("resources"), before.PartAt("resources"));
        if (was is not null && now is null)
        {
            report.Forbidden("spec.resources", "pod-level resources cannot be removed");
            return;
        }

        foreach (var side in Sides.Where(side => was is not null && IsRemoved(now, was, side)))
        {
            report.Forbidden($"spec.resources.{side}", $"pod-level resource {side} cannot be removed");
        }

        if (!HaveSameOthers(now, was))
        {
            report.Forbidden("spec", "only cpu and memory resources are mutable at pod-level");
        }
    }

    private static bool HaveSameContainers(FieldReport report, JsonObject spec, JsonObject before)
    {
        var found = report.Errors.Count;
        foreach (var list in Lists)
        {
            var (now, was) = (spec.PartsAt(list).ToList(), before.PartsAt(list).ToList());
            if (now.Count != was.Count)
            {
                report.Forbidden($"spec.{list}", $"{list} may not be added or removed on resize");
                continue;
            }

            foreach (var index in Enumerable.Range(0, was.Count).Where(index => now[index].TextAt("name") != was[index].TextAt("name")))
            {
                report.Forbidden($"spec.{list}[{index}].name", $"{list} may not be renamed or reordered on resize");
            }
        }

        return report.Errors.Count == found;
    }

    private static void CheckContainers(FieldReport report, JsonObject spec, JsonObject before)
    {
        foreach (var list in Lists.Reverse())
        {
            foreach (var (index, (now, was)) in spec.PartsAt(list).Zip(before.PartsAt(list)).Index())
            {
                foreach (var side in Sides.Where(side => IsRemoved(now.PartAt("resources"), was.PartAt("resources"), side)))
                {
                    report.Forbidden($"spec.{list}[{index}].resources.{side}", $"resource {side} cannot be removed");
                }
            }
        }

        foreach (var _ in spec.PartsAt("containers").Zip(before.PartsAt("containers")).Where(pair => !IsResizable(pair.First, pair.Second)))
        {
            report.Forbidden("spec", OnlyProcessorAndMemory);
        }

        foreach (var (index, (now, was)) in spec.PartsAt("initContainers").Zip(before.PartsAt("initContainers")).Index())
        {
            CheckInitContainer(report, now, was, $"spec.initContainers[{index}]");
        }
    }

    private static void CheckInitContainer(FieldReport report, JsonObject now, JsonObject was, string path)
    {
        if (!IsResizable(now, was))
        {
            report.Forbidden(path, "only cpu and memory resources for init or sidecar containers are mutable");
        }

        if (!PodResources.IsSidecar(now) && !JsonNode.DeepEquals(now, was))
        {
            foreach (var _ in now.PartsAt("resizePolicy").Where(policy => policy.TextAt("restartPolicy") == "RestartContainer"))
            {
                report.Forbidden(path, "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
            }
        }
    }

    // Upstream compares with resources that name no claims: a container that has some cannot be resized.
    private static bool IsResizable(JsonObject now, JsonObject was) =>
        !was.PartsAt("resources.claims").Any()
        && HaveSameOthers(now.PartAt("resources"), was.PartAt("resources"))
        && JsonNode.DeepEquals(now["resizePolicy"], was["resizePolicy"]);

    /// <summary>Whether two resources differ in nothing but CPU and memory; amounts count by value, however they are written.</summary>
    private static bool HaveSameOthers(JsonObject? now, JsonObject? was) =>
        JsonNode.DeepEquals(now?["claims"], was?["claims"]) && Sides.All(side => Others(now, side).SetEquals(Others(was, side)));

    private static HashSet<(string Name, Kubernetes.Quantity Amount)> Others(JsonObject? resources, string side) =>
        [.. ResourceRules.Amounts(resources, side).Where(pair => pair.Key is not ("cpu" or "memory")).Select(pair => (pair.Key, pair.Value))];

    private static bool IsRemoved(JsonObject? now, JsonObject? was, string side) =>
        ResourceRules.Amounts(was, side).Keys.Except(ResourceRules.Amounts(now, side).Keys).Any();

    private static bool IsPodLevel(JsonObject spec) => Sides.Any(side => spec.PartAt($"resources.{side}") is { Count: > 0 });

    private static void PutContainers(JsonObject next, JsonObject spec, string list)
    {
        var (now, was) = (spec.PartsAt(list).ToList(), next.PartsAt(list).ToList());
        if (now.Zip(was).Any(pair => pair.First.TextAt("name") != pair.Second.TextAt("name")))
        {
            Move(next, spec, list);
            return;
        }

        foreach (var (from, to) in now.Zip(was))
        {
            foreach (var part in Resizable)
            {
                Move(to, from, part);
            }
        }
    }

    // What is there keeps its place, so that objects are written in the order of their fields.
    private static void Move(JsonObject to, JsonObject from, string name)
    {
        if (from[name] is { } node)
        {
            to[name] = node.DeepClone();
        }
        else
        {
            to.Remove(name);
        }
    }
}
