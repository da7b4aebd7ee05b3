using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>How the objects of one resource count in quotas: what upstream calls an evaluator.</summary>
internal interface IObjectCost
{
    /// <summary>Whether a name in a quota's hard limits is about objects of this resource.</summary>
    bool Tracks(string name);

    /// <summary>Whether a name in a quota's hard limits is about objects of this resource, by what the object tells of its cluster.</summary>
    bool Tracks(string name, GovernedObject subject) => Tracks(name);

    /// <summary>Whether a write of this resource can change what is used.</summary>
    bool Handles(QuotaWrite write) => write.Old is null && write.Subresource.Length == 0;

    /// <summary>Whether an object lies in a scope; objects without scopes lie in none.</summary>
    bool IsIn(ScopeRequirement scope, GovernedObject subject) => false;

    /// <summary>What the object fails to say although a quota limits it, e.g. "must specify limits.cpu for: c1"; null when nothing is missing.</summary>
    string? Missing(IReadOnlyCollection<string> limited, GovernedObject subject) => null;

    /// <summary>What the object uses up, by the names that quotas have for it.</summary>
    ResourceVector Of(GovernedObject subject, DateTimeOffset now);
}
