using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>What a webhook is shown of a request: the new and the old object in the version (or the form of a subresource) that it asked for.</summary>
internal sealed record ReviewSubject(ResourceKind Kind, JsonObject? Object, JsonObject? Old)
{
    /// <summary>The request in the version of a resource.</summary>
    public static ReviewSubject Of(AdmissionRequest request, ResourceKind resource)
    {
        if (request.Options.Form is { } form)
        {
            return new ReviewSubject(form.Kind, Show(form.Show, request.Object), Show(form.Show, request.Old));
        }

        var kind = KindOf(request, resource);
        return new ReviewSubject(
            kind,
            Show(value => KindVersions.FromStored(kind, value), request.Object),
            Show(value => KindVersions.FromStored(kind, value), request.Old));
    }

    /// <summary>The kind of the objects that a webhook is shown in the version of a resource.</summary>
    public static ResourceKind KindOf(AdmissionRequest request, ResourceKind resource) =>
        request.Options.Form?.Kind ?? (ReferenceEquals(request.Resource, request.Kind) ? resource : request.Kind);

    private static JsonObject? Show(Func<JsonObject, JsonObject> show, JsonObject? value) => value is null ? null : show(value);
}
