using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>A replica set as a rollout sees it.</summary>
internal sealed record RolloutSet(JsonObject Source)
{
    /// <summary>Annotation that holds the number of the revision.</summary>
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    /// <summary>Annotation that holds the revisions that the set was before.</summary>
    public const string HistoryAnnotation = "deployment.kubernetes.io/revision-history";

    /// <summary>Annotation that holds how many pods the deployment wanted when the set was last scaled.</summary>
    public const string DesiredAnnotation = "deployment.kubernetes.io/desired-replicas";

    /// <summary>Annotation that holds how many pods the deployment allowed when the set was last scaled.</summary>
    public const string MaximumAnnotation = "deployment.kubernetes.io/max-replicas";

    /// <summary>Name of the set.</summary>
    public string Name => Source.Name();

    /// <summary>When it was stored.</summary>
    public DateTimeOffset Created => Source.Created();

    /// <summary>How many pods it asks for.</summary>
    public int Replicas { get; init; } = Source.Count("spec", "replicas", 1);

    /// <summary>How many pods it has.</summary>
    public int Actual => Source.Count("status", "replicas");

    /// <summary>How many of them are available.</summary>
    public int Available => Source.Count("status", "availableReplicas");

    /// <summary>The number of its revision, 0 when it has none.</summary>
    public long Revision => Number(RevisionAnnotation) ?? 0;

    /// <summary>How many pods the deployment wanted when the set was last scaled.</summary>
    public long? DesiredAtScaling => Number(DesiredAnnotation);

    /// <summary>How many pods the deployment allowed when the set was last scaled.</summary>
    public long? MaximumAtScaling => Number(MaximumAnnotation);

    private long? Number(string annotation) =>
        long.TryParse(Source.Annotation(annotation), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
