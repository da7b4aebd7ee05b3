using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Persisting;

namespace Autoscale.Vpa.Control;

/// <summary>Where recommendations go: into the status of their autoscaler, unless we only observe, into the book and into telemetry.</summary>
internal sealed class VerticalOutlet(KubeClient client, VerticalBook book, VerticalTelemetry telemetry, VerticalOptions options, TimeProvider time)
{
    /// <summary>Whether anything may be written.</summary>
    public bool IsActive => options.Mode == VerticalMode.Active;

    /// <summary>How usage becomes a recommendation.</summary>
    public RecommenderOptions Recommender => options.Recommender;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The conditions that go where nobody says them.</summary>
    public IReadOnlyList<string> WithdrawnTypes => [.. OwnConditions.Types, .. book.Types];

    /// <summary>What others say of an autoscaler.</summary>
    public IReadOnlyCollection<VpaCondition> ConditionsOf(ObjectKey key) => book.ConditionsOf(key);

    /// <summary>What was recommended for this very autoscaler the last time: by its note, else by its status; or null.</summary>
    public RecommendedPodResources? PreviousOf(VerticalPodAutoscaler vpa) =>
        book.Find(vpa.Metadata.Namespace, vpa.Metadata.Name) is { Status.Recommendation: { } noted } note && note.Uid == vpa.Metadata.Uid ? noted : vpa.Status.Recommendation;

    /// <summary>Writes what of the status has changed.</summary>
    public Task WriteAsync(VerticalPodAutoscaler vpa, VpaStatus next, CancellationToken cancellationToken)
    {
        var route = VerticalPodAutoscaler.Route.Of(vpa.Metadata.Namespace, vpa.Metadata.Name).Sub("status");
        var patch = KubePatch.Merge(VpaStatusPatch.Of(vpa.Status, next), VpaJson.Default.VpaStatusPatch);
        return client.PatchAsync(route, patch, VerticalPodAutoscaler.JsonType, cancellationToken);
    }

    /// <summary>Notes the newest state of an autoscaler.</summary>
    public void Note(ObjectKey key, VerticalPodAutoscaler vpa, VpaStatus status, int pods) =>
        book.Write(new(key, Now, UpdateModes.Of(vpa), status, pods, !IsActive) { Uid = vpa.Metadata.Uid });

    /// <summary>Counts what came of a look.</summary>
    public void Measure(VerticalPodAutoscaler vpa, PodRecommendation recommendation)
    {
        telemetry.Recommended(!recommendation.IsProvided ? "none" : recommendation.HasMoved ? "moved" : "unchanged");
        if (recommendation.IsProvided && vpa.Status.Recommendation is not { ContainerRecommendations.Count: > 0 } && vpa.Metadata.CreationTimestamp is { } created)
        {
            telemetry.FirstRecommended(Now - created);
        }
    }

    /// <summary>Forgets what was recommended; others may have recommended since.</summary>
    public void ForgetNotes() => book.ForgetNotes();

    /// <summary>Forgets an autoscaler.</summary>
    public void Forget(ObjectKey key) => book.Forget(key);
}
