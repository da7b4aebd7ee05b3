using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>What a container was told: its environment, its limits, and the annotations that steer simulated work.</summary>
internal sealed record ContainerSettings
{
    /// <summary>Annotation with the usage of a container that does nothing else, e.g. "cpu=100m,memory=50Mi"; with ".&lt;container&gt;" appended it is for that container alone.</summary>
    public const string UsageAnnotation = "autoscale.local/usage";

    /// <summary>Annotation with how long the containers run before they end by themselves, e.g. "30s".</summary>
    public const string RunForAnnotation = "autoscale.local/run-for";

    /// <summary>Annotation with the exit code of containers that end by themselves; default 0.</summary>
    public const string ExitCodeAnnotation = "autoscale.local/exit-code";

    private const double DefaultCores = 0.001;
    private const long DefaultBytes = 10L << 20;

    /// <summary>Name of the container.</summary>
    public string Container { get; private init; } = "";

    /// <summary>Image of the container.</summary>
    public string Image { get; private init; } = "";

    /// <summary>Environment by name; values of other sources than plain text are absent.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    /// <summary>The most cores that the container may use; null when it is not bounded.</summary>
    public double? CpuLimit { get; private init; }

    /// <summary>Cores that an idle container uses, within its limit.</summary>
    public double IdleCores { get; private init; } = DefaultCores;

    /// <summary>Memory that the container holds, in bytes, within its limit.</summary>
    public long IdleBytes { get; private init; } = DefaultBytes;

    /// <summary>How long the container runs before it ends by itself; null when it does not.</summary>
    public TimeSpan? RunsFor { get; private init; }

    /// <summary>The exit code of a container that ends by itself.</summary>
    public int ExitCode { get; private init; }

    /// <summary>The settings of one container of a stored pod.</summary>
    public static ContainerSettings Of(JsonObject pod, JsonObject container)
    {
        var name = container.Text("name");
        var usage = pod.Annotation($"{UsageAnnotation}.{name}") is { Length: > 0 } own ? own : pod.Annotation(UsageAnnotation);
        var cpuLimit = Limit(pod, container, "cpu") / 1000.0;
        var amounts = ReadUsage(usage);
        return new ContainerSettings
        {
            Container = name,
            Image = container.Text("image"),
            Environment = container.Objects("env").GroupBy(entry => entry.Text("name")).ToDictionary(group => group.Key, group => group.Last().Text("value")),
            CpuLimit = cpuLimit,
            IdleCores = Math.Min(amounts.TryGetValue("cpu", out var cpu) ? cpu.ToDouble() : DefaultCores, cpuLimit ?? double.MaxValue),
            IdleBytes = Math.Min(
                amounts.TryGetValue("memory", out var memory) ? memory.Value : DefaultBytes,
                Limit(pod, container, "memory") ?? long.MaxValue),
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

    private static Dictionary<string, Quantity> ReadUsage(string text)
    {
        var amounts = new Dictionary<string, Quantity>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var split = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (split.Length == 2 && Quantity.TryParse(split[1], out var amount, out _) && amount.Sign >= 0)
            {
                amounts[split[0]] = amount;
            }
        }

        return amounts;
    }
}
