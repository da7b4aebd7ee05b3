using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>What admission is asked about: CREATE, UPDATE or DELETE of an object (null when it is deleted) that replaces an old one (null when it is new).</summary>
public sealed record AdmissionRequest(string Operation, ResourceKind Kind, string Namespace, string Name, WriteOptions Options)
{
    /// <summary>The new object; mutating admission changes it in place.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The stored object; not to be changed.</summary>
    public JsonObject? Old { get; init; }
}
