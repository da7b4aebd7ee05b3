using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>One object as quotas see it: its resource and as much of it as the costs of that resource depend on.</summary>
/// <param name="Group">API group, "" for core.</param>
/// <param name="Resource">Plural name.</param>
/// <param name="Model">A <see cref="Pod"/>, <see cref="Service"/>, <see cref="PersistentVolumeClaim"/> or <see cref="ResourceClaim"/> for these; for the others, which only count, any model.</param>
public sealed record GovernedObject(string Group, string Resource, IKubeObject Model)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Name of the object, "" while the server has yet to make one up.</summary>
    public string Name => Model.Metadata.Name;

    /// <summary>For a resource claim: the extended resources that device classes stand for, by the class's name (<see cref="DeviceClassSpec.ExtendedResourceName"/>).</summary>
    public IReadOnlyDictionary<string, string> ExtendedResources { get; init; } = None;

    /// <summary>For a resource claim that the scheduler made for a pod's extended resources: the pod that controls it; null when it is not known, or names no claim yet while an older claim says to be made for it.</summary>
    public Pod? Claimant { get; init; }

    /// <summary>The resource of the object.</summary>
    public GroupResource GroupResource => new(Group, Resource);

    /// <summary>Reads an object as its resource needs it; throws <see cref="JsonException"/> where a field has the wrong form.</summary>
    public static GovernedObject Read(string group, string resource, ReadOnlyMemory<byte> json)
    {
        IKubeObject? model = (group, resource) switch
        {
            ("", "pods") => JsonSerializer.Deserialize(json.Span, KubeJson.Default.Pod),
            ("", "services") => JsonSerializer.Deserialize(json.Span, KubeJson.Default.Service),
            ("", "persistentvolumeclaims") => JsonSerializer.Deserialize(json.Span, KubeJson.Default.PersistentVolumeClaim),
            ("resource.k8s.io", "resourceclaims") => JsonSerializer.Deserialize(json.Span, KubeJson.Default.ResourceClaim),
            _ => JsonSerializer.Deserialize(json.Span, KubeJson.Default.PartialObjectMetadata),
        };
        return new(group, resource, model ?? throw new JsonException("the object is null"));
    }

    /// <summary>The model that the resource demands; throws <see cref="ArgumentException"/> when the object was made with another.</summary>
    internal T Get<T>()
        where T : class, IKubeObject =>
        Model as T ?? throw new ArgumentException($"an object of {GroupResource} has the model {Model.GetType().Name} where {typeof(T).Name} is needed");
}
