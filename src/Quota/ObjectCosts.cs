using System.Collections.Frozen;

namespace Autoscale.Quota;

/// <summary>The cost of every resource, after pkg/quota/v1/install: four with rules of their own, and the others by their number.</summary>
internal static class ObjectCosts
{
    private const string Authentication = "authentication.k8s.io";
    private const string Authorization = "authorization.k8s.io";

    private static readonly FrozenDictionary<GroupResource, IObjectCost> Known = new Dictionary<GroupResource, IObjectCost>
    {
        [new("", "pods")] = new PodCost(),
        [new("", "services")] = new ServiceCost(),
        [new("", "persistentvolumeclaims")] = new ClaimCost(),
        [new("resource.k8s.io", "resourceclaims")] = new ResourceClaimCost(),
        [new("", "configmaps")] = ObjectCount.WithPlainName("configmaps"),
        [new("", "secrets")] = ObjectCount.WithPlainName("secrets"),
        [new("", "resourcequotas")] = ObjectCount.WithPlainName("resourcequotas"),
        [new("", "replicationcontrollers")] = ObjectCount.WithPlainName("replicationcontrollers"),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<GroupResource> Uncounted = new GroupResource[]
    {
        new("", "bindings"),
        new("", "componentstatuses"),
        new("", "events"),
        new("events.k8s.io", "events"),
        new(Authentication, "tokenreviews"),
        new(Authentication, "selfsubjectreviews"),
        new(Authorization, "subjectaccessreviews"),
        new(Authorization, "selfsubjectaccessreviews"),
        new(Authorization, "localsubjectaccessreviews"),
        new(Authorization, "selfsubjectrulesreviews"),
    }.ToFrozenSet();

    /// <summary>How objects of a resource count; null for what quotas never count, events among it.</summary>
    public static IObjectCost? Find(GroupResource resource) =>
        Known.TryGetValue(resource, out var cost) ? cost
        : Uncounted.Contains(resource) ? null
        : ObjectCount.Of(resource);

    /// <summary>The resources whose objects a name in a quota is about; empty where no resource can be meant.</summary>
    public static IEnumerable<GroupResource> TrackedBy(string name)
    {
        var found = false;
        foreach (var (resource, cost) in Known)
        {
            if (cost.Tracks(name))
            {
                found = true;
                yield return resource;
            }
        }

        if (!found && ObjectCount.Counted(name) is { } counted && !Uncounted.Contains(counted))
        {
            yield return counted;
        }
    }
}
