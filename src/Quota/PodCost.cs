using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What a pod uses up, after pkg/quota/v1/evaluator/core/pods.go and k8s.io/component-helpers/resource.</summary>
internal sealed class PodCost : IObjectCost
{
    private static readonly Quantity One = Quantity.FromLong(1);

    /// <inheritdoc />
    public bool Tracks(string name) => PodResourceNames.IsTracked(name);

    /// <inheritdoc />
    public bool Handles(QuotaWrite write) => write.Subresource switch
    {
        "" => write.Old is null || PodScope.IsTerminating(write.Old.Get<Pod>()) != PodScope.IsTerminating(write.New.Get<Pod>()),
        "resize" => write.Old is not null,
        _ => false,
    };

    /// <inheritdoc />
    public bool IsIn(ScopeRequirement scope, GovernedObject subject) => PodScope.Contains(scope, subject.Get<Pod>());

    /// <inheritdoc />
    public string? Missing(IReadOnlyCollection<string> limited, GovernedObject subject) => PodConstraint.Missing(limited, subject.Get<Pod>().Spec);

    /// <inheritdoc />
    public ResourceVector Of(GovernedObject subject, DateTimeOffset now) => Of(subject.Get<Pod>(), now);

    /// <summary>What the pod uses up at a time: nothing but its place in count/pods once it has ended or should long be gone.</summary>
    public static ResourceVector Of(Pod pod, DateTimeOffset now)
    {
        if (!IsAlive(pod, now))
        {
            return ResourceVector.Of(PodResourceNames.CountPods, One);
        }

        var amounts = new PodAmounts(pod);
        List<KeyValuePair<string, Quantity>> cost = new(16) { new(PodResourceNames.CountPods, One), new(PodResourceNames.Pods, One) };
        foreach (var (resource, amount) in amounts.Requests())
        {
            AddRequest(cost, resource, amount);
        }

        foreach (var (resource, amount) in amounts.Limits())
        {
            if (LimitName(resource) is { } name)
            {
                cost.Add(new(name, amount));
            }
        }

        return ResourceVector.From(cost);
    }

    /// <summary>Whether the pod still counts: it has not ended, nor been gone for as long as it was given to end; its deletion time contains that once already, as upstream.</summary>
    public static bool IsAlive(Pod pod, DateTimeOffset now) =>
        pod.Status.Phase is not ("Succeeded" or "Failed")
        && !(pod.Metadata is { DeletionTimestamp: { } due, DeletionGracePeriodSeconds: { } grace } && now - due > Seconds(grace));

    /// <summary>Whether the pod as a whole has an amount of something that counts at that level; zero is one.</summary>
    public static bool HasPodLevelResources(PodSpec spec) =>
        spec.Resources is { } resources && (HasPodLevel(resources.Requests) || HasPodLevel(resources.Limits));

    /// <summary>Whether the amount of the pod as a whole replaces that of its containers.</summary>
    public static bool CountsAtPodLevel(string resource) =>
        resource is "cpu" or "memory" || resource.StartsWith(PodResourceNames.HugePages, StringComparison.Ordinal);

    private static bool HasPodLevel(IReadOnlyDictionary<string, Quantity>? amounts) => amounts is not null && amounts.Keys.Any(CountsAtPodLevel);

    private static TimeSpan Seconds(long seconds) =>
        TimeSpan.FromTicks(Math.Clamp(seconds, 0, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond);

    private static void AddRequest(List<KeyValuePair<string, Quantity>> cost, string resource, Quantity amount)
    {
        var (plain, request) = resource switch
        {
            "cpu" => ("cpu", "requests.cpu"),
            "memory" => ("memory", "requests.memory"),
            "ephemeral-storage" => ("ephemeral-storage", "requests.ephemeral-storage"),
            _ when resource.StartsWith(PodResourceNames.HugePages, StringComparison.Ordinal) => (resource, PodResourceNames.Requests + resource),
            _ when PodResourceNames.IsExtended(resource) => (null, PodResourceNames.Requests + resource),
            _ => (null, null),
        };
        if (plain is not null)
        {
            cost.Add(new(plain, amount));
        }

        if (request is not null)
        {
            cost.Add(new(request, amount));
        }
    }

    private static string? LimitName(string resource) => resource switch
    {
        "cpu" => "limits.cpu",
        "memory" => "limits.memory",
        "ephemeral-storage" => "limits.ephemeral-storage",
        _ => null,
    };
}
