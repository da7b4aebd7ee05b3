using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>What a pod's conditions say of its resize, and whether resizing it is without harm.</summary>
internal static class PodResize
{
    private const string Pending = "PodResizePending";
    private const string InProgress = "PodResizeInProgress";

    /// <summary>Whether a resize is under way: the first of the two conditions decides, as upstream has it.</summary>
    public static bool IsUnderWay(Pod pod) =>
        pod.Status.Conditions.FirstOrDefault(condition => condition.Type is Pending or InProgress)?.Status == "True";

    /// <summary>How far the resize has come; a pending one outweighs one in progress.</summary>
    public static ResizeProgress ProgressOf(Pod pod)
    {
        if (!IsUnderWay(pod))
        {
            return ResizeProgress.None;
        }

        if (Find(pod, Pending) is { } pending)
        {
            return pending.Reason switch
            {
                "Deferred" => ResizeProgress.Deferred,
                "Infeasible" => ResizeProgress.Infeasible,
                _ => ResizeProgress.Unknown,
            };
        }

        return Find(pod, InProgress) switch
        {
            { Reason: null or "", Message: null or "" } => ResizeProgress.InProgress,
            { Reason: "Error" } => ResizeProgress.Error,
            _ => ResizeProgress.Unknown,
        };
    }

    /// <summary>Whether no container says that it must be restarted when a resource of it changes.</summary>
    public static bool RestartsNothing(Pod pod) =>
        !pod.Spec.Containers.SelectMany(container => container.ResizePolicy).Any(policy => policy.RestartPolicy == "RestartContainer");

    private static PodCondition? Find(Pod pod, string type) => pod.Status.Conditions.FirstOrDefault(condition => condition.Type == type);
}
