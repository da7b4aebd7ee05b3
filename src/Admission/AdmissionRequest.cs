using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autoscale.Admission;

/// <summary>One write that the API server asks about, as an <c>admission.k8s.io/v1</c> review carries it.</summary>
public sealed record AdmissionRequest
{
    /// <summary>Identity of the review; the answer repeats it.</summary>
    public string Uid { get; init; } = "";

    /// <summary>API group of the object, "" for core.</summary>
    public string Group { get; init; } = "";

    /// <summary>API version of the object.</summary>
    public string Version { get; init; } = "";

    /// <summary>Plural name of the resource, e.g. pods.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Kind of the object, e.g. Pod.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The subresource that is written, or "".</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Namespace of the object, "" for a cluster-scoped one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the object, "" while the server has yet to make one up.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is done.</summary>
    public AdmissionOperation Operation { get; init; }

    /// <summary>Name of the user who asks.</summary>
    public string User { get; init; } = "";

    /// <summary>True when nothing will be stored; nothing may have side effects then.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>JSON of the new object; empty when there is none; the bytes are good only until the review is answered.</summary>
    public ReadOnlyMemory<byte> Object { get; init; }

    /// <summary>JSON of the stored object; empty when there is none; the bytes are good only until the review is answered.</summary>
    public ReadOnlyMemory<byte> OldObject { get; init; }

    /// <summary>"plural.group", or the bare plural of the core group, as messages name the resource.</summary>
    public string QualifiedResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>Reads the new object; null when there is none; throws <see cref="JsonException"/> where a field has the wrong form.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class => Read(Object, type);

    /// <summary>Reads the stored object; null when there is none; throws <see cref="JsonException"/> where a field has the wrong form.</summary>
    public T? ReadOld<T>(JsonTypeInfo<T> type)
        where T : class => Read(OldObject, type);

    private static T? Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        if (json.IsEmpty)
        {
            return null;
        }

        // As deep as a review may be: what lies deep is passed over, since no model of ours goes there.
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = AdmissionReviewReader.MaxDepth });
        return JsonSerializer.Deserialize(ref reader, type);
    }
}
