using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>Sets the replicas of a target; the version makes the API notice that somebody else was first.</summary>
internal sealed record ScalePatch(ScalePatch.Version Metadata, ScaleSpec Spec)
{
    public static ScalePatch Of(Scale scale, int replicas) => new(new(scale.Metadata.ResourceVersion), new() { Replicas = replicas });

    internal sealed record Version(string ResourceVersion);
}
