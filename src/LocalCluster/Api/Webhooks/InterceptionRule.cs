using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>One rule of a webhook: operations on resources, "*" standing for all, after upstream's predicates/rules.</summary>
internal sealed class InterceptionRule
{
    private readonly string[] _operations;
    private readonly string[] _groups;
    private readonly string[] _versions;
    private readonly (string Name, string Sub)[] _resources;
    private readonly string _scope;

    /// <summary>Reads a rule.</summary>
    public InterceptionRule(JsonObject rule)
    {
        _operations = [.. rule.Texts("operations")];
        _groups = [.. rule.Texts("apiGroups")];
        _versions = [.. rule.Texts("apiVersions")];
        _resources = [.. rule.Texts("resources").Select(Split)];
        _scope = rule.Text("scope");
    }

    /// <summary>Whether the rule asks for such a request, were it made in the version of <paramref name="resource"/>.</summary>
    public bool Matches(AdmissionRequest request, ResourceKind resource) =>
        Has(_operations, request.Operation)
        && Has(_groups, resource.Group)
        && Has(_versions, resource.Version)
        && HasResource(resource.Plural, request.Options.Subresource ?? "")
        && _scope switch { "Namespaced" => resource.Namespaced, "Cluster" => !resource.Namespaced, _ => true };

    private static (string Name, string Sub) Split(string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (resource, "") : (resource[..slash], resource[(slash + 1)..]);
    }

    private static bool Has(string[] items, string asked)
    {
        foreach (var item in items)
        {
            if (item == "*" || item == asked)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasResource(string plural, string sub)
    {
        foreach (var resource in _resources)
        {
            if ((resource.Name == "*" || resource.Name == plural) && (resource.Sub == "*" || resource.Sub == sub))
            {
                return true;
            }
        }

        return false;
    }
}
