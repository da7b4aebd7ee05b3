using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Tests.Capping;

namespace Autoscale.Vpa.Tests.Patching;

/// <summary>One line of patch.jsonl.</summary>
internal sealed class PatchVector(JsonElement line)
{
    private const string SortedUpdates = "vpaUpdates(sorted)";

    private readonly JsonElement _pod = line.GetProperty("pod");

    /// <summary>What differs from what upstream answered; null when nothing does.</summary>
    public string? Differences()
    {
        var patch = Patch();
        var expect = line.GetProperty("expect");
        var operations = JsonDocument.Parse(PodPatch.ToJson(patch)).RootElement;
        var pod = JsonObject.Create(_pod)!;
        DraftedPod.Apply(patch, pod);
        var result = expect.GetProperty("result");
        return CappingVector.Compare("patches", Describe(expect.GetProperty("patches")), Describe(operations))
            ?? CappingVector.Compare("annotations", Annotations(result.GetProperty("annotations")), Annotations(pod["metadata"]!["annotations"]!.AsObject()))
            ?? CappingVector.Compare("resources", Expected(result.GetProperty("containers")), Got(pod));
    }

    private IReadOnlyList<PatchOperation> Patch()
    {
        var vpa = new VerticalPodAutoscaler
        {
            Metadata = new() { Name = line.GetProperty("vpaName").GetString()! },
            Spec = CappingVector.Read(line, "vpaSpec", VpaJson.Default.VpaSpec)!,
            Status = new() { Recommendation = CappingVector.Read(line, "recommendation", VpaJson.Default.RecommendedPodResources) },
        };
        var pod = _pod.Deserialize(KubeJson.Default.Pod)!;
        var bounds = CappingVector.Bounds(line);
        var capped = vpa.Status.Recommendation is null ? CappedRecommendation.None
            : PodCapping.Cap(vpa.Status.Recommendation, vpa.Spec.ResourcePolicy, pod, bounds);
        return PodPatch.AtCreation(pod, vpa.Metadata.Name, PodResources.AtCreation(vpa, pod, capped, bounds, Boost()));
    }

    private BoostOptions Boost() => new()
    {
        IsEnabled = line.GetProperty("featureGates").GetProperty("CPUStartupBoost").GetBoolean(),
        MaxAllowedCpu = line.GetProperty("maxAllowedCPUBoost").GetString() is { Length: > 0 } most ? Quantity.Parse(most) : Quantity.Zero,
    };

    // Upstream goes through the resources of a container in an order that changes from run to run; what is said of them is compared sorted.
    private static string Describe(JsonElement patches) => string.Join("; ", patches.EnumerateArray()
        .Select(item => (Path: item.GetProperty("path").GetString()!, Value: item.GetProperty("value").ToString()))
        .Select(item => $"{item.Path}={(item.Path.EndsWith("/vpaUpdates", StringComparison.Ordinal) ? "" : IsAmount(item.Path) ? CappingVector.Plain(Quantity.Parse(item.Value)) : item.Value)}")
        .Order(StringComparer.Ordinal));

    private static bool IsAmount(string path) => path.EndsWith("/cpu", StringComparison.Ordinal) || path.EndsWith("/memory", StringComparison.Ordinal);

    private static string Annotations(JsonElement expected) => string.Join("; ", expected.EnumerateObject()
        .Where(item => item.Name != "vpaUpdates")
        .Select(item => $"{(item.Name == SortedUpdates ? "vpaUpdates" : item.Name)}={item.Value.GetString()}")
        .Order(StringComparer.Ordinal));

    private static string Annotations(JsonObject got) => string.Join("; ", got
        .Select(item => $"{item.Key}={(item.Key == "vpaUpdates" ? Sorted(item.Value!.GetValue<string>()) : item.Value!.GetValue<string>())}")
        .Order(StringComparer.Ordinal));

    private static string Sorted(string updates)
    {
        const string By = "Pod resources updated by my-vpa: ";
        var containers = updates[By.Length..].Split("; ").Select(container =>
        {
            var start = container.IndexOf(": ", StringComparison.Ordinal) + 2;
            return container[..start] + string.Join(", ", container[start..].Split(", ").Order(StringComparer.Ordinal));
        });
        return By + string.Join("; ", containers);
    }

    private static string Expected(JsonElement containers) => string.Join("; ", containers.EnumerateArray()
        .Select(container => $"{container.GetProperty("name")}: {Amounts(container, "requests")} / {Amounts(container, "limits")}"));

    private static string Got(JsonObject pod) => string.Join("; ", pod["spec"]!["containers"]!.AsArray()
        .Select(container => (Name: container!["name"]!, Resources: (container["resources"] ?? new JsonObject()).Deserialize<JsonElement>()))
        .Select(container => $"{container.Name}: {Amounts(container.Resources, "requests")} / {Amounts(container.Resources, "limits")}"));

    private static string Amounts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Object
            ? string.Join(',', list.EnumerateObject().OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => $"{item.Name}={CappingVector.Plain(Quantity.Parse(item.Value.GetString()!))}"))
            : "";
}
