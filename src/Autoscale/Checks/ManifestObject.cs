using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.Checks;

/// <summary>One object of a file.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Value">The object as it is written.</param>
/// <param name="Problems">What reading it found, e.g. duplicate field "spec.replicas".</param>
internal sealed record ManifestObject(ManifestPlace Place, JsonObject Value, IReadOnlyList<string> Problems)
{
    /// <summary>"group/version", or the bare version of the core group.</summary>
    public string ApiVersion => Value.TextAt("apiVersion");

    /// <summary>The API group, "" for core.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The version in the group.</summary>
    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The kind.</summary>
    public string Kind => Value.TextAt("kind");

    /// <summary>The name, "" when the server is to make one up.</summary>
    public string Name => Value.TextAt("metadata.name");

    /// <summary>The namespace that it names, "" when it names none.</summary>
    public string Namespace => Value.TextAt("metadata.namespace");
}
