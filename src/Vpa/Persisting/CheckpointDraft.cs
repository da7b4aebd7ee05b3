using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Persisting;

/// <summary>A checkpoint that is to be created.</summary>
internal sealed record CheckpointDraft(CheckpointDraft.DraftMeta Metadata, CheckpointSpec Spec, CheckpointStatus Status)
{
    /// <summary>Group and version.</summary>
    public string ApiVersion { get; init; } = $"{VerticalPodAutoscalerCheckpoint.Route.Group}/{VerticalPodAutoscalerCheckpoint.Route.Version}";

    /// <summary>Kind.</summary>
    public string Kind { get; init; } = nameof(VerticalPodAutoscalerCheckpoint);

    /// <summary>The draft of a checkpoint.</summary>
    public static CheckpointDraft Of(VerticalPodAutoscalerCheckpoint checkpoint) =>
        new(new(checkpoint.Metadata.Name, checkpoint.Metadata.Annotations), checkpoint.Spec, checkpoint.Status);

    /// <summary>What of the metadata is written.</summary>
    internal sealed record DraftMeta(string Name, IReadOnlyDictionary<string, string>? Annotations);
}
