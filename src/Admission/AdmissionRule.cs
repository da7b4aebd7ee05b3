namespace Autoscale.Admission;

/// <summary>Which writes a policy wants to see; the registration of the webhooks and the chain both follow it.</summary>
/// <param name="Operations">The operations.</param>
/// <param name="Groups">API groups, "" for core, "*" for all.</param>
/// <param name="Resources">Plural names, with "/subresource" where one is meant; "*" is every resource without its subresources.</param>
public sealed record AdmissionRule(IReadOnlyList<AdmissionOperation> Operations, IReadOnlyList<string> Groups, IReadOnlyList<string> Resources)
{
    /// <summary>Whether the write is one of these.</summary>
    public bool Covers(AdmissionRequest request) =>
        Operations.Contains(request.Operation)
        && (Groups.Contains("*") || Groups.Contains(request.Group))
        && Resources.Any(resource => Names(resource, request));

    private static bool Names(string resource, AdmissionRequest request) => request.Subresource.Length == 0
        ? resource == "*" || resource == request.Resource
        : resource.Length == request.Resource.Length + 1 + request.Subresource.Length
            && resource.StartsWith(request.Resource, StringComparison.Ordinal)
            && resource.EndsWith(request.Subresource, StringComparison.Ordinal)
            && resource[request.Resource.Length] == '/';
}
