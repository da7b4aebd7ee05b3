using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>What became of an object: added (no before), updated (both) or deleted (no after).</summary>
public readonly record struct ObjectChange<T>(T? Before, T? After)
    where T : class, IKubeObject
{
    /// <summary>The object as it is, or as it last was.</summary>
    public T Object => After ?? Before ?? throw new InvalidOperationException("a change is of some object");
}
