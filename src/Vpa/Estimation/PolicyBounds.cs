using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>What a resource of one container is held between: the policy's bounds, and the global maximum where the policy has none. Zero and less is no bound.</summary>
internal readonly record struct PolicyBounds(Quantity Min, Quantity Max, bool IsGlobalMax)
{
    /// <summary>The bounds of a resource.</summary>
    public static PolicyBounds Of(ContainerResourcePolicy? policy, string resource, Quantity? globalMax)
    {
        if (policy is null)
        {
            return new(default, globalMax.GetValueOrDefault(), IsGlobalMax: true);
        }

        // A maximum of zero in the policy is no bound, and the global one does not stand in for it, as upstream.
        var own = default(Quantity);
        var isOwn = policy.MaxAllowed?.TryGetValue(resource, out own) ?? false;
        var min = policy.MinAllowed?.GetValueOrDefault(resource) ?? default;
        return new(min, isOwn ? own : globalMax.GetValueOrDefault(), !isOwn);
    }

    /// <summary>Whether there is no bound at all.</summary>
    public bool IsNone => Min.Sign <= 0 && Max.Sign <= 0;

    /// <summary>The amount brought up to the minimum.</summary>
    public Quantity AtLeast(Quantity amount) => Min.Sign > 0 && amount < Min ? Min : amount;

    /// <summary>The amount brought down to the maximum.</summary>
    public Quantity AtMost(Quantity amount) => Max.Sign > 0 && amount > Max ? Max : amount;

    /// <summary>The amount between both; the maximum wins.</summary>
    public Quantity Cap(Quantity amount) => AtMost(AtLeast(amount));
}
