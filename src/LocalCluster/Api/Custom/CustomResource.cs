using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>What the definition of a custom resource says of one of its versions beside its names.</summary>
public sealed record CustomResource
{
    /// <summary>The schema by which objects are pruned, defaulted and checked.</summary>
    public required StructuralSchema Schema { get; init; }

    /// <summary>The schema as clients are shown it.</summary>
    public required JsonObject Published { get; init; }

    /// <summary>What clients are warned of when they use the version, "" for nothing.</summary>
    public string Warning { get; init; } = "";

    /// <summary>Ends when the resource is no longer served by this description: it was changed or taken away.</summary>
    public CancellationToken Withdrawn { get; init; }
}
