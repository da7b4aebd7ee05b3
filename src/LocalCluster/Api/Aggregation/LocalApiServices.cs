using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>The APIService objects of the group versions that the API serves itself, as the real server registers them on start.</summary>
internal static class LocalApiServices
{
    private const int First = 18000;
    private const int Step = 100;

    private static readonly Availability Local = new(true, "Local", "Local APIServices are always available");

    private const int CustomGroup = 1000;
    private const int CustomVersion = 100;
    private const string Managed = "kube-aggregator.kubernetes.io/automanaged";

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
            var value = Describe(version, "onstart", priority, 1);
            priority -= Step;
            await CreateAsync(kind, verbs, value, now, cancellationToken);
        }
    }

    /// <summary>Creates those of the custom group versions that have none, and deletes those whose group version is gone.</summary>
    public static async Task FollowAsync(KindRegistry kinds, ApiVerbs verbs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (kinds.Find("apiregistration.k8s.io", "v1", "apiservices") is not { } kind)
        {
            return;
        }

        var wanted = kinds.All.Where(one => one.Custom is not null).DistinctBy(one => one.ApiVersion).ToList();
        foreach (var version in wanted.Where(one => verbs.Find(kind, "", NameOf(one)) is null))
        {
            await CreateAsync(kind, verbs, Describe(version, "true", CustomGroup, CustomVersion), now, cancellationToken);
        }

        var names = wanted.Select(NameOf).ToHashSet();
        foreach (var gone in verbs.List(kind, null, LabelSelector.Everything).Where(one => IsLeftOver(one, names)))
        {
            await verbs.DeleteAsync(kind, "", gone.Child("metadata").Text("name"), new DeleteOptions(), cancellationToken);
        }
    }

    private static bool IsLeftOver(JsonObject one, HashSet<string> names) =>
        one.Child("metadata").Child("labels").Text(Managed) == "true" && !names.Contains(one.Child("metadata").Text("name"));

    private static async Task CreateAsync(ResourceKind kind, ApiVerbs verbs, JsonObject value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = (await verbs.CreateAsync(kind, "", value, WriteOptions.Internal, cancellationToken)).Metadata().Text("name");
        var options = WriteOptions.Internal with { Subresource = "status" };
        await verbs.UpdateAsync(kind, "", name, made => Conditions.Report(made, Local, now), options, cancellationToken);
    }

    private static string NameOf(ResourceKind version) => $"{version.Version}.{version.Group}";

    private static JsonObject Describe(ResourceKind version, string managed, int group, int priority) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = NameOf(version),
            ["labels"] = new JsonObject { [Managed] = managed },
        },
        ["spec"] = new JsonObject
        {
            ["group"] = version.Group,
            ["version"] = version.Version,
            ["groupPriorityMinimum"] = group,
            ["versionPriority"] = priority,
        },
    };
}
