namespace Autoscale.Metrics.Apis;

/// <summary>apidiscovery.k8s.io/v2: all groups with their versions and resources in one answer, which newer API servers ask for first.</summary>
internal sealed record AggregatedDiscovery(string Kind, string ApiVersion, ListMeta Metadata, IReadOnlyList<AggregatedGroup> Items)
{
    /// <summary>What the answer is in, and is asked for by.</summary>
    public const string MediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>The groups with what the function says of each version.</summary>
    public static AggregatedDiscovery Of(IEnumerable<ServedGroup> groups, Func<ServedGroup, IEnumerable<DiscoveryResource>> resources) => new(
        "APIGroupDiscoveryList",
        "apidiscovery.k8s.io/v2",
        new ListMeta(),
        [.. groups.Select(group => new AggregatedGroup(
            new(group.Name),
            [.. group.Versions.Select(version => new AggregatedVersion(version, AggregatedResource.Of(resources(group)), "Current"))]))]);

    /// <summary>Whether the Accept header asks for it before the legacy list.</summary>
    public static bool IsAskedFor(string accept)
    {
        foreach (var range in accept.Split(','))
        {
            var parts = range.Split(';').Select(part => part.Trim()).ToList();
            if (parts[0] is "application/json" && parts.Contains("as=APIGroupDiscoveryList"))
            {
                if (parts.Contains("v=v2") && parts.Contains("g=apidiscovery.k8s.io"))
                {
                    return true;
                }
            }
            else if (parts[0] is "application/json" or "*/*")
            {
                return false;
            }
        }

        return false;
    }
}
