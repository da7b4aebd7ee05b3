using System.Text;

namespace Autoscale.Metrics.Sources;

/// <summary>The labels by which a kubelet names a container, as they stand in the text.</summary>
internal readonly ref struct ContainerLabels
{
    private ContainerLabels(ReadOnlySpan<byte> @namespace, ReadOnlySpan<byte> pod, ReadOnlySpan<byte> container)
    {
        Namespace = @namespace;
        Pod = pod;
        Container = container;
    }

    public ReadOnlySpan<byte> Namespace { get; }

    public ReadOnlySpan<byte> Pod { get; }

    public ReadOnlySpan<byte> Container { get; }

    /// <summary>The names as strings, of which those that many nodes have are shared.</summary>
    public ContainerName Name => new(
        new PodName(NamePool.Shared.Share(Encoding.UTF8.GetString(Namespace)), Encoding.UTF8.GetString(Pod)),
        NamePool.Shared.Share(Encoding.UTF8.GetString(Container)));

    /// <summary>Finds the three; false when one is missing, or has a backslash, which no name of Kubernetes has.</summary>
    public static bool TryRead(PrometheusText sample, out ContainerLabels labels)
    {
        ReadOnlySpan<byte> @namespace = default, pod = default, container = default;
        var rest = sample.Labels;
        while (PrometheusText.TryTakeLabel(ref rest, out var name, out var value))
        {
            if (name.SequenceEqual("container"u8))
            {
                container = value;
            }
            else if (name.SequenceEqual("namespace"u8))
            {
                @namespace = value;
            }
            else if (name.SequenceEqual("pod"u8))
            {
                pod = value;
            }
        }

        labels = new(@namespace, pod, container);
        return IsName(@namespace) && IsName(pod) && IsName(container);
    }

    private static bool IsName(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.Contains((byte)'\\');
}
