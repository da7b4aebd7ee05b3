namespace Autoscale.LocalCluster.Api;

/// <summary>Options of a write: dry run, field validation (Ignore, Warn, Strict), and who writes.</summary>
public sealed record WriteOptions
{
    /// <summary>Options of the cluster's own controllers.</summary>
    public static WriteOptions Internal { get; } = new();

    /// <summary>True when nothing is stored (dryRun=All).</summary>
    public bool DryRun { get; init; }

    /// <summary>Ignore, Warn or Strict.</summary>
    public string FieldValidation { get; init; } = "Ignore";

    /// <summary>What reading the body found already, e.g. duplicate field "spec.replicas".</summary>
    public IReadOnlyList<string> FieldProblems { get; init; } = [];

    /// <summary>The status, scale, eviction, … subresource that is written, or null for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>Name of the user who writes.</summary>
    public string User { get; init; } = "system:kube-controller-manager";

    /// <summary>Receives the warnings that the client is shown; null drops them.</summary>
    public Action<string>? Warn { get; init; }
}
