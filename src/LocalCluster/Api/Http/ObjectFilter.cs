using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Which objects of a kind a list, watch or deletion of many is about.</summary>
internal sealed record ObjectFilter(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Reads the query's selectors.</summary>
    public static ObjectFilter Of(ApiRequest request)
    {
        var fields = FieldSelector.Parse(request.Kind, request.Query("fieldSelector"));
        return LabelSelector.TryParse(request.Query("labelSelector"), out var labels, out var error)
            ? new ObjectFilter(request.ListNamespace, labels, fields)
            : throw Refusals.BadRequest(error ?? "invalid label selector");
    }

    /// <summary>Whether an object is among them.</summary>
    public bool Matches(StoredObject value) =>
        (Namespace is null || value.Namespace == Namespace) && (Labels.IsEmpty || Labels.Matches(value.Labels)) && Fields.Matches(value);
}
