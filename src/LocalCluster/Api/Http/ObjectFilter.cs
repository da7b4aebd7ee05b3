using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Which objects of a kind a list, watch or deletion of many is about.</summary>
internal sealed record ObjectFilter(ResourceKind Kind, string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Reads the query's selectors; refuses malformed ones and fields that the kind cannot be selected by. A watch of one named object selects its name.</summary>
    public static ObjectFilter Of(ApiRequest request)
    {
        if (!LabelSelector.TryParse(request.Query("labelSelector"), out var labels, out var labelError))
        {
            throw Refusals.BadRequest(labelError ?? "invalid label selector");
        }

        var text = request.Path.Name.Length > 0 ? $"metadata.name={request.Path.Name}" : request.Query("fieldSelector");
        if (!FieldSelector.TryParse(text, out var fields, out var fieldError))
        {
            throw Refusals.BadRequest(fieldError ?? "invalid field selector");
        }

        foreach (var requirement in fields.Requirements)
        {
            RequireKnown(request.Kind, requirement.Field);
        }

        return new ObjectFilter(request.Kind, request.ListNamespace, labels, fields);
    }

    /// <summary>Whether an object is among them.</summary>
    public bool Matches(StoredObject value) =>
        (Namespace is null || value.Namespace == Namespace)
        && (Labels.IsEmpty || Labels.Matches(value.Labels))
        && (Fields.IsEmpty || Fields.Matches(field => Read(value, field)));

    private static void RequireKnown(ResourceKind kind, string field)
    {
        if (field is "metadata.name" or "metadata.namespace" || kind.SelectableFields.ContainsKey(field))
        {
            return;
        }

        throw Refusals.BadRequest(kind.SelectableFields.Count > 0
            ? $"field label not supported: {field}"
            : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    private string Read(StoredObject value, string field) => field switch
    {
        "metadata.name" => value.Name,
        "metadata.namespace" => value.Namespace,
        _ => Kind.SelectableFields[field](value.As(Kind)),
    };
}
