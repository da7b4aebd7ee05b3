namespace Autoscale.Metrics;

/// <summary>The usage of a node and of its pods at one time, small enough for thousands of nodes; a pod's own record is made when it is asked for.</summary>
internal sealed class NodeReadings(NodeShape shape, NodeUsage? usage, PodMoment[] moments, ContainerAmounts[] amounts)
{
    /// <summary>Of a node of which nothing is known.</summary>
    public static NodeReadings None { get; } = new(NodeShape.Empty, null, [], []);

    public NodeShape Shape => shape;

    public NodeUsage? Usage => usage;

    /// <summary>Takes a picture in, with the shape of the readings before it where that fits.</summary>
    public static NodeReadings Of(NodePicture picture, NodeShape before)
    {
        var pods = picture.Pods.DistinctBy(pod => new PodName(pod.Namespace, pod.Name), PodName.Comparer).ToList();
        ContainerName[] names = [.. pods.SelectMany(pod => pod.Containers.Select(one => new ContainerName(new(pod.Namespace, pod.Name), one.Name)))];
        var isSame = names.Length == before.ContainerCount && !names.Where((name, i) => before.Name(i) != name).Any();
        return new(
            isSame ? before : NodeShape.Of(names),
            picture.Usage,
            [.. pods.Where(pod => pod.Containers.Count > 0).Select(pod => new PodMoment(pod.Time.UtcDateTime, pod.Window))],
            [.. pods.SelectMany(pod => pod.Containers.Select(ContainerAmounts.Of))]);
    }

    public bool Has(int pod) => moments[pod].IsPresent;

    /// <summary>The usage of a pod by its index; null when it has none.</summary>
    public PodUsage? Pod(int pod)
    {
        if (!Has(pod))
        {
            return null;
        }

        var containers = new List<ContainerUsage>(2);
        for (var one = shape.FirstOf(pod); one >= 0; one = shape.NextOf(one))
        {
            containers.Add(amounts[one].Usage(shape.Name(one).Container));
        }

        var (name, moment) = (shape.Pod(pod), moments[pod]);
        return new(name.Namespace, name.Name, moment.Time, moment.Window, containers);
    }

    /// <summary>The sum over a pod's containers, or that of the named one; default where one of them lacks it.</summary>
    public PodAmount Sum(int pod, string resource, string container)
    {
        var (sum, found) = (0L, false);
        for (var one = shape.FirstOf(pod); one >= 0; one = shape.NextOf(one))
        {
            if (container.Length > 0 && shape.Name(one).Container != container)
            {
                continue;
            }

            if (amounts[one].MilliOf(resource) is not { } milli)
            {
                return default;
            }

            sum = milli > long.MaxValue - sum ? long.MaxValue : sum + milli;
            found = true;
        }

        return found ? new(sum, moments[pod].Time, moments[pod].Window) : default;
    }

    /// <summary>Whether a pod has the same usage here as in other readings, where its index may be another one.</summary>
    public bool IsSame(int pod, NodeReadings other, int podOfOther)
    {
        if (podOfOther < 0 || Has(pod) != other.Has(podOfOther))
        {
            return false;
        }

        var (one, another) = (shape.FirstOf(pod), other.Shape.FirstOf(podOfOther));
        while (one >= 0 && another >= 0 && AmountsOf(one) == other.AmountsOf(another))
        {
            (one, another) = (shape.NextOf(one), other.Shape.NextOf(another));
        }

        return one < 0 && another < 0;
    }

    private ContainerAmounts AmountsOf(int container) => amounts[container];
}
