using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Vpa.Updating;

/// <summary>What a pod is marked with once its resize is accepted.</summary>
internal static class ResizeMarks
{
    /// <summary>The patch of its annotations: that it was resized in place, and no more mark of the boosts that are over.</summary>
    public static IReadOnlyList<PatchOperation> Of(Pod pod, IEnumerable<string> unboosted) =>
    [
        .. pod.Metadata.Annotations is null ? [PatchOperation.AddObject("/metadata/annotations")] : Array.Empty<PatchOperation>(),
        PodPatch.Annotate(PodPatch.InPlaceUpdatedAnnotation, "true"),
        .. unboosted.Select(container => PodPatch.RemoveAnnotation(OriginalResources.AnnotationPrefix + container)),
    ];
}
