using System.Globalization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Cooperating;

/// <summary>
/// Decides which requests may move beside a horizontal autoscaler of the same target and resource: only while replicas cannot follow
/// the load (at their floor, at their ceiling) or have been steady. Pure: no clock, no I/O.
/// </summary>
public static class Cooperation
{
    /// <summary>The standing of every resource that the vertical autoscaler sets and a horizontal one scales on.</summary>
    public static CooperationVerdict Decide(CooperationFacts facts, CooperationOptions options, DateTimeOffset now)
    {
        if (facts.Autoscalers.Count == 0 || !VerticalScope.SetsRequests(facts.Vpa))
        {
            return CooperationVerdict.Free;
        }

        List<ResourceStanding>? standings = null;
        foreach (var hpa in facts.Autoscalers)
        {
            foreach (var scaled in ScaledResource.Of(hpa.Spec))
            {
                if (VerticalScope.Covers(facts.Vpa, facts.Template, scaled.Resource, scaled.Container))
                {
                    Add(standings ??= [], StandingOf(facts, hpa, scaled, options.Steady, now));
                }
            }
        }

        return standings is null ? CooperationVerdict.Free : new(standings);
    }

    private static void Add(List<ResourceStanding> standings, ResourceStanding standing)
    {
        var place = standings.FindIndex(other => other.Resource == standing.Resource);
        if (place < 0)
        {
            standings.Add(standing);
        }
        else if (standing.Strictness > standings[place].Strictness)
        {
            standings[place] = standing;
        }
    }

    private static ResourceStanding StandingOf(
        CooperationFacts facts, HorizontalPodAutoscaler hpa, ScaledResource scaled, TimeSpan steady, DateTimeOffset now)
    {
        var who = $"HorizontalPodAutoscaler {hpa.Metadata.Name}";
        if (scaled.IsUtilization && facts.Template is null)
        {
            return new(scaled.Resource, MoveRule.TemplateUnknown, $"{scaled.Resource} waits: the pod template of the target is not known yet, against which {who} reckons utilization");
        }

        if (scaled.IsUtilization && facts.Template is { } template && !template.Requests(scaled.Resource, scaled.Container))
        {
            var asked = scaled.Container.Length > 0 ? $" for container {scaled.Container}" : "";
            return new(scaled.Resource, MoveRule.NoRequestInTemplate, $"{scaled.Resource} stays as it is: the pod template of the target names no request{asked}, and so {who} reckons utilization against the pods' own");
        }

        var since = hpa.Status.LastScaleTime ?? hpa.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
        return StandingAmongReplicas(hpa, scaled.Resource, since, now - since >= steady ? null : since + steady);
    }

    // The rules in order; steadyAt is null once replicas have been steady.
    private static ResourceStanding StandingAmongReplicas(
        HorizontalPodAutoscaler hpa, string resource, DateTimeOffset since, DateTimeOffset? steadyAt)
    {
        var (who, status) = ($"HorizontalPodAutoscaler {hpa.Metadata.Name}", hpa.Status);
        var (floor, ceiling) = (hpa.Spec.MinReplicas ?? 1, hpa.Spec.MaxReplicas);
        if (status.CurrentReplicas is not { } current)
        {
            return steadyAt is { } at
                ? new(resource, MoveRule.NotLookedAtYet, $"{resource} waits: {who} is new and has no status yet; until {Time(at)}")
                : Free(resource, MoveRule.Steady, $"{resource} may move: {who} has had no status since it was created at {Time(since)}");
        }

        if (status.DesiredReplicas != current)
        {
            return new(resource, MoveRule.Scaling, $"{resource} waits: {who} scales from {current} to {status.DesiredReplicas} replicas");
        }

        if (current < ceiling && IsHeldOnTheWayUp(status))
        {
            return new(resource, MoveRule.Scaling, $"{resource} waits: {who} scales up from {current} replicas as fast as it may");
        }

        if (current <= floor)
        {
            return Free(resource, MoveRule.AtFloor, $"{resource} may move: {who} is at its floor of {floor} replicas");
        }

        return current >= ceiling ? AtCeiling(resource, who, ceiling, steadyAt)
            : steadyAt is { } rest ? new(resource, MoveRule.ScaledLately, $"{resource} waits: {who} scaled to {current} replicas at {Time(since)}; until {Time(rest)} unless it scales again")
            : Free(resource, MoveRule.Steady, $"{resource} may move: {who} has kept {current} replicas since {Time(since)}");
    }

    private static ResourceStanding AtCeiling(string resource, string who, int ceiling, DateTimeOffset? steadyAt) => steadyAt is { } at
        ? new(resource, MoveRule.AtCeiling, $"{resource} may only be raised: {who} is at its ceiling of {ceiling} replicas; lowered from {Time(at)} on") { MayRise = true }
        : Free(resource, MoveRule.AtCeiling, $"{resource} may move: {who} is at its ceiling of {ceiling} replicas");

    private static ResourceStanding Free(string resource, MoveRule rule, string message) =>
        new(resource, rule, message) { MayRise = true, MayFall = true };

    // Replicas that would rise but for a window or a policy.
    private static bool IsHeldOnTheWayUp(HpaStatus status) => status.Conditions.Any(condition =>
        condition is { Type: "AbleToScale", Reason: "ScaleUpStabilized" } or { Type: "ScalingLimited", Status: "True", Reason: "ScaleUpLimit" });

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
