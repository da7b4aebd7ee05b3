using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>The APIService objects of the group versions that the API serves itself, as the real server registers them on start.</summary>
internal static class LocalApiServices
{
    private const int First = 18000;
    private const int Step = 100;

    private static readonly Availability Local = new(true, "Local", "Local APIServices are always available");

    /// <summary>Creates them, marked as available; does nothing when the API does not know the kind.</summary>
    public static async Task RegisterAsync(KindRegistry kinds, ApiVerbs verbs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (kinds.Find("apiregistration.k8s.io", "v1", "apiservices") is not { } kind)
        {
            return;
        }

        var priority = First;
        foreach (var version in kinds.All.DistinctBy(one => one.ApiVersion))
        {
            var value = Describe(version, priority);
            priority -= Step;
            var name = (await verbs.CreateAsync(kind, "", value, WriteOptions.Internal, cancellationToken)).Metadata().Text("name");
            var options = WriteOptions.Internal with { Subresource = "status" };
            await verbs.UpdateAsync(kind, "", name, made => Conditions.Report(made, Local, now), options, cancellationToken);
        }
    }

    private static JsonObject Describe(ResourceKind version, int priority) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = $"{version.Version}.{version.Group}",
            ["labels"] = new JsonObject { ["kube-aggregator.kubernetes.io/automanaged"] = "onstart" },
        },
        ["spec"] = new JsonObject
        {
            ["group"] = version.Group,
            ["version"] = version.Version,
            ["groupPriorityMinimum"] = priority,
            ["versionPriority"] = 1,
        },
    };
}
