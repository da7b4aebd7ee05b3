using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>One object as quotas see it: its resource and as much of it as the costs of that resource depend on.</summary>
/// <param name="Group">API group, "" for core.</param>
/// <param name="Resource">Plural name.</param>
/// <param name="Model">A <see cref="Pod"/> for pods; <see cref="PartialObjectMetadata"/> does for whatever only counts.</param>
public sealed record GovernedObject(string Group, string Resource, IKubeObject Model)
{
    /// <summary>Name of the object, "" while the server has yet to make one up.</summary>
    public string Name => Model.Metadata.Name;

    /// <summary>Reads an object as its resource needs it; throws <see cref="JsonException"/> where a field has the wrong form.</summary>
    public static GovernedObject Read(string group, string resource, ReadOnlyMemory<byte> json)
    {
        IKubeObject? model = (group, resource) switch
        {
            ("", "pods") => JsonSerializer.Deserialize(json.Span, KubeJson.Default.Pod),
            _ => JsonSerializer.Deserialize(json.Span, KubeJson.Default.PartialObjectMetadata),
        };
        return new(group, resource, model ?? throw new JsonException("the object is null"));
    }
}
