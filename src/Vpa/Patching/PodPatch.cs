using System.Buffers;
using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;

namespace Autoscale.Vpa.Patching;

/// <summary>The JSON patches that give pods their resources, in upstream's order, resources by their names.</summary>
public static class PodPatch
{
    /// <summary>The annotation that says what was changed by whom.</summary>
    public const string UpdatesAnnotation = "vpaUpdates";

    /// <summary>The annotation that names the containers that the pod had when it was looked at.</summary>
    public const string ObservedContainersAnnotation = "vpaObservedContainers";

    /// <summary>The annotation of pods that were resized in place.</summary>
    public const string InPlaceUpdatedAnnotation = "vpaInPlaceUpdated";

    private const string Annotations = "/metadata/annotations";

    /// <summary>The patch of a new pod: its resources and what is said about them.</summary>
    public static IReadOnlyList<PatchOperation> AtCreation(Pod pod, string vpaName, PodResources resources)
    {
        var patch = new List<PatchOperation>();
        if (pod.Metadata.Annotations is null)
        {
            patch.Add(PatchOperation.AddObject(Annotations));
        }

        var said = new List<string>();
        for (var index = 0; index < resources.Containers.Count; index++)
        {
            var (container, amounts) = (pod.Spec.Containers[index], resources.Containers[index]);
            patch.AddRange(amounts.Originals is { } originals ? [Annotate(OriginalResources.AnnotationPrefix + container.Name, originals)] : []);
            var current = ContainerAmounts.Of(pod, container.Name);
            var changes = amounts.IsLeftAlone ? [] : Changes(index, current, amounts);
            patch.AddRange(changes);
            said.AddRange(changes.Count + amounts.Kept.Count == 0 ? [] : [$"container {index}: {string.Join(", ", Said(amounts))}"]);
        }

        patch.AddRange(said.Count == 0 ? [] : [Annotate(UpdatesAnnotation, $"Pod resources updated by {vpaName}: {string.Join("; ", said)}")]);
        patch.Add(Annotate(ObservedContainersAnnotation, ObservedContainers.Of(pod)));
        return patch;
    }

    /// <summary>The patch of the subresource resize.</summary>
    public static IReadOnlyList<PatchOperation> OfResize(Pod pod, PodResources resources) =>
        [.. resources.Containers.SelectMany((amounts, index) => Changes(index, pod.Spec.Containers[index].Resources ?? new(), amounts))];

    /// <summary>Sets an annotation of an object that has some.</summary>
    public static PatchOperation Annotate(string name, string value) => PatchOperation.Add(PathOf(name), value);

    /// <summary>Removes an annotation that is there.</summary>
    public static PatchOperation RemoveAnnotation(string name) => PatchOperation.Remove(PathOf(name));

    /// <summary>The body of the patch.</summary>
    public static ReadOnlyMemory<byte> ToJson(IEnumerable<PatchOperation> patch)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartArray();
            foreach (var operation in patch)
            {
                Write(writer, operation);
            }

            writer.WriteEndArray();
        }

        return output.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, PatchOperation operation)
    {
        writer.WriteStartObject();
        writer.WriteString("op", operation.Op);
        writer.WriteString("path", operation.Path);
        if (operation.Value is { } text)
        {
            writer.WriteString("value", text);
        }
        else if (operation.IsAddition)
        {
            writer.WriteStartObject("value");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string PathOf(string annotation) => $"{Annotations}/{Escape(annotation)}";

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static List<PatchOperation> Changes(int index, ResourceRequirements current, ContainerResources amounts)
    {
        var path = $"/spec/containers/{index}/resources";
        return
        [
            .. current is { Requests: null, Limits: null } ? [PatchOperation.AddObject(path)] : Array.Empty<PatchOperation>(),
            .. Changes($"{path}/requests", current.Requests, amounts.Requests),
            .. Changes($"{path}/limits", current.Limits, amounts.Limits),
        ];
    }

    private static IEnumerable<PatchOperation> Changes(
        string path, IReadOnlyDictionary<string, Quantity>? current, IReadOnlyDictionary<string, Quantity> amounts) =>
        (current is null && amounts.Count > 0 ? [PatchOperation.AddObject(path)] : Array.Empty<PatchOperation>())
            .Concat(amounts.Select(amount => PatchOperation.Add($"{path}/{Escape(amount.Key)}", amount.Value.ToString())));

    private static IEnumerable<string> Said(ContainerResources amounts) => amounts.Notes.Concat(amounts.Kept)
        .Concat(amounts.Requests.Select(amount => $"{amount.Key} request"))
        .Concat(amounts.Limits.Select(amount => $"{amount.Key} limit"));
}
