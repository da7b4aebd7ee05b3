namespace Autoscale.LocalCluster.Nodes;

/// <summary>Whether memory limits may be lowered to what a resize asks for, after the kubelet's validateMemoryResizeAction: not to what is in use or less.</summary>
internal static class MemoryShrinking
{
    /// <summary>Why not, in the kubelet's words; "" when nothing is in the way.</summary>
    /// <param name="resizing">What the pod has and what is set aside for it.</param>
    /// <param name="running">Its containers that run.</param>
    /// <param name="now">When the memory in use counts.</param>
    public static string Obstacle(PodResizing resizing, IReadOnlyList<ContainerRun> running, DateTimeOffset now)
    {
        var (actual, wanted) = (resizing.Actual, resizing.Allocated);
        var used = running.Sum(container => container.MemoryBytes(now));
        var problems = new List<string>();
        if (running.Any(container => !wanted.RestartsForMemory(container.State.Name)) && IsTooLow(actual.PodMemoryLimit, wanted.PodMemoryLimit, used))
        {
            problems.Add($"attempting to set pod memory limit ({wanted.PodMemoryLimit}) below current usage ({used})");
        }

        foreach (var container in running.Where(container => !wanted.RestartsForMemory(container.State.Name)))
        {
            var name = container.State.Name;
            if (IsTooLow(actual.MemoryLimit(name), wanted.MemoryLimit(name), container.MemoryBytes(now)))
            {
                // The kubelet of 1.36 writes the pod's usage here too.
                problems.Add($"attempting to set container \"{name}\" memory limit ({wanted.MemoryLimit(name)}) below current usage ({used})");
            }
        }

        return problems.Count switch
        {
            0 => "",
            1 => $"cannot decrease memory limits: {problems[0]}",
            _ => $"cannot decrease memory limits: [{string.Join(", ", problems)}]",
        };
    }

    private static bool IsTooLow(long? actual, long? wanted, long used) => wanted is { } limit && (actual is null || limit < actual) && used >= limit;
}
