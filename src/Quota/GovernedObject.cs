using System.Text.Json;
using Autoscale.Admission;
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
        // As deep as a review may be: custom resources are, and what lies deep in them is passed over.
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = AdmissionReviewReader.MaxDepth });
        IKubeObject? model = (group, resource) switch
        {
            ("", "pods") => JsonSerializer.Deserialize(ref reader, KubeJson.Default.Pod),
            ("", "services") => JsonSerializer.Deserialize(ref reader, KubeJson.Default.Service),
            ("", "persistentvolumeclaims") => JsonSerializer.Deserialize(ref reader, KubeJson.Default.PersistentVolumeClaim),
            ("resource.k8s.io", "resourceclaims") => JsonSerializer.Deserialize(ref reader, KubeJson.Default.ResourceClaim),
            _ => JsonSerializer.Deserialize(ref reader, KubeJson.Default.PartialObjectMetadata),
        };
        return new(group, resource, model ?? throw new JsonException("the object is null"));
    }

    /// <summary>The model that the resource demands; throws <see cref="ArgumentException"/> when the object was made with another.</summary>
    internal T Get<T>()
        where T : class, IKubeObject =>
        Model as T ?? throw new ArgumentException($"an object of {GroupResource} has the model {Model.GetType().Name} where {typeof(T).Name} is needed");
}
