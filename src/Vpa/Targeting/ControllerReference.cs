using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Targeting;

/// <summary>Names a controller of pods, or of other controllers: what a targetRef or an owner reference points to.</summary>
public readonly record struct ControllerReference(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>The group; "" for core, and where none is named.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>What an autoscaler of the namespace points to.</summary>
    public static ControllerReference Of(string @namespace, CrossVersionObjectReference target) =>
        new(target.ApiVersion, target.Kind, @namespace, target.Name);

    /// <summary>The owner that manages an object, of the object's namespace; null where none does.</summary>
    public static ControllerReference? OwnerOf(ObjectMeta metadata)
    {
        foreach (var owner in metadata.OwnerReferences ?? [])
        {
            if (owner.Controller)
            {
                return new(owner.ApiVersion, owner.Kind, metadata.Namespace, owner.Name);
            }
        }

        return null;
    }

    /// <summary>Whether it is of the same kind and name, whatever the version, as the webhook compares targets.</summary>
    public bool IsSameObject(ControllerReference other) =>
        (Kind, Namespace, Name) == (other.Kind, other.Namespace, other.Name);
}
