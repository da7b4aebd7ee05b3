using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>What admission is asked about: CREATE, UPDATE or DELETE of an object (null when it is deleted) that replaces an old one (null when it is new).</summary>
public sealed record AdmissionRequest(string Operation, ResourceKind Kind, string Namespace, string Name, WriteOptions Options)
{
    /// <summary>The new object; mutating admission changes it in place.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The stored object; not to be changed.</summary>
    public JsonObject? Old { get; init; }

    /// <summary>The resource that the path names, which is another than the object's kind for evictions and bindings of pods.</summary>
    public ResourceKind Resource { get => field ?? Kind; init; }

    /// <summary>The version of the resource that the client used; the objects here are always in the stored one.</summary>
    public ResourceKind Requested { get => field ?? Resource; init; }

    /// <summary>The options of a deletion, null for other writes.</summary>
    public DeleteOptions? Deletion { get; init; }

    /// <summary>What mutating steps know of each other.</summary>
    public Reinvocation Reinvocation { get; } = new();
}
