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

    /// <summary>How the written subresource shows the object, null when it shows the object itself.</summary>
    public SubresourceForm? Form { get; init; }

    /// <summary>True when admission need not be asked, since it was asked about the eviction or binding that leads to this write.</summary>
    public bool IsAdmitted { get; init; }

    /// <summary>Who writes.</summary>
    public ApiUser User { get; init; } = ApiUser.Controllers;

    /// <summary>What the client calls itself in fieldManager, "" when it does not say.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>Receives the warnings that the client is shown, from any thread; null drops them.</summary>
    public Action<string>? Warn { get; init; }
}
