using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Nodes.Usage;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>What a container was told: its environment, its limits, and the annotations that steer simulated work.</summary>
internal sealed record ContainerSettings
{
    /// <summary>Annotation with how long the containers run before they end by themselves, e.g. "30s".</summary>
    public const string RunForAnnotation = "autoscale.local/run-for";

    /// <summary>Annotation with the exit code of containers that end by themselves; default 0.</summary>
    public const string ExitCodeAnnotation = "autoscale.local/exit-code";

    /// <summary>Name of the container.</summary>
    public string Container { get; private init; } = "";

    /// <summary>Image of the container.</summary>
    public string Image { get; private init; } = "";

    /// <summary>Environment by name; values of other sources than plain text are absent.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    /// <summary>The most cores that the container may use; null when it is not bounded.</summary>
    public double? CpuLimit { get; private init; }

    /// <summary>The most memory that the container may hold, in bytes; null when it is not bounded.</summary>
    public long? MemoryLimit { get; private init; }

    /// <summary>What the container uses beside its work.</summary>
    public UsagePlan Usage { get; private init; } = new();

    /// <summary>How long the container runs before it ends by itself; null when it does not.</summary>
    public TimeSpan? RunsFor { get; private init; }

    /// <summary>The exit code of a container that ends by itself.</summary>
    public int ExitCode { get; private init; }

    /// <summary>The settings of one container of a stored pod.</summary>
    public static ContainerSettings Of(JsonObject pod, JsonObject container)
    {
        var name = container.Text("name");
        return new ContainerSettings
        {
            Container = name,
            Image = container.Text("image"),
            Environment = container.Objects("env").GroupBy(entry => entry.Text("name")).ToDictionary(group => group.Key, group => group.Last().Text("value")),
            CpuLimit = Limit(pod, container, "cpu") / 1000.0,
            MemoryLimit = Limit(pod, container, "memory"),
            Usage = UsagePlan.Of(pod, name),
            RunsFor = GoDuration.TryParse(pod.Annotation(RunForAnnotation), out var time) ? time : null,
            ExitCode = int.TryParse(pod.Annotation(ExitCodeAnnotation), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code) ? code : 0,
        };
    }

    /// <summary>The duration in the environment, or the fallback when it is absent or malformed.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback) =>
        Environment.TryGetValue(name, out var text) && GoDuration.TryParse(text, out var value) ? value : fallback;

    /// <summary>The whole number in the environment, or the fallback when it is absent, malformed or not positive.</summary>
    public int Number(string name, int fallback) =>
        Environment.TryGetValue(name, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value > 0 ? value : fallback;

    // The pod's own limit bounds its containers too.
    private static long? Limit(JsonObject pod, JsonObject container, string resource)
    {
        var own = PodNeeds.Amounts(container.At("resources", "limits")).GetValueOrDefault(resource);
        var podLevel = PodNeeds.Amounts(pod.At("spec", "resources", "limits")).GetValueOrDefault(resource);
        return own <= 0 ? (podLevel > 0 ? podLevel : null) : podLevel > 0 ? Math.Min(own, podLevel) : own;
    }
}
