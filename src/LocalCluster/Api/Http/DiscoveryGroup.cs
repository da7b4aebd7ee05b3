using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>One version of one API group as discovery shows it: its resources in the legacy form (an APIResourceList's), and whether they are current.</summary>
internal sealed record DiscoveryGroup(string Group, string Version, IReadOnlyList<JsonObject> Resources, bool IsStale = false)
{
    /// <summary>"group/version", or the bare version of the core group.</summary>
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
