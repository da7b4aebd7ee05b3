using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes.Usage;

/// <summary>What a container uses beside its work: what it needs for itself, and its share in what its workload's ready pods must do together.</summary>
internal sealed record UsagePlan
{
    /// <summary>Annotation with the usage of a container, e.g. "cpu=100m,memory=50Mi"; with ".&lt;container&gt;" appended it is for that container alone.</summary>
    public const string UsageAnnotation = "autoscale.local/usage";

    /// <summary>Annotation with what the ready pods of a workload use together beyond that, in equal shares; written as the usage is.</summary>
    public const string DemandAnnotation = "autoscale.local/demand";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly UsageProfile DefaultCores = UsageProfile.Steady(0.001);
    private static readonly UsageProfile DefaultBytes = UsageProfile.Steady(10L << 20);

    private UsageProfile Cores { get; init; } = DefaultCores;

    private UsageProfile Bytes { get; init; } = DefaultBytes;

    private UsageProfile SharedCores { get; init; } = UsageProfile.None;

    private UsageProfile SharedBytes { get; init; } = UsageProfile.None;

    /// <summary>Whether it takes part in what the workload must do.</summary>
    public bool HasDemand { get; private init; }

    /// <summary>What could not be read, a sentence for each part; the default counts in its place.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <summary>Whether the CPU that it uses never changes.</summary>
    public bool AreCoresSteady => Cores.IsSteady && SharedCores.IsSteady;

    /// <summary>What the annotations of a stored pod say of one of its containers.</summary>
    public static UsagePlan Of(JsonObject pod, string container)
    {
        var problems = new List<string>();
        var own = Read(pod, UsageAnnotation, container, problems);
        var shared = Read(pod, DemandAnnotation, container, problems);
        return new UsagePlan
        {
            Cores = own.GetValueOrDefault("cpu", DefaultCores),
            Bytes = own.GetValueOrDefault("memory", DefaultBytes),
            SharedCores = shared.GetValueOrDefault("cpu", UsageProfile.None),
            SharedBytes = shared.GetValueOrDefault("memory", UsageProfile.None),
            HasDemand = shared.Count > 0,
            Problems = problems,
        };
    }

    /// <summary>The cores that it would use at an instant.</summary>
    public double CoresAt(DateTimeOffset now, DateTimeOffset startedAt, int sharers) => Total(Cores, SharedCores, (now, startedAt), sharers);

    /// <summary>The memory that it would hold at an instant, in bytes.</summary>
    public long BytesAt(DateTimeOffset now, DateTimeOffset startedAt, int sharers) =>
        long.CreateSaturating(Total(Bytes, SharedBytes, (now, startedAt), sharers));

    /// <summary>When to look whether it holds more memory than its limit, from now on; null when it never will.</summary>
    public TimeSpan? UntilWeighed(DateTimeOffset now, DateTimeOffset startedAt, long limit)
    {
        if (Bytes.Peak + SharedBytes.Peak <= limit)
        {
            return null;
        }

        var left = Bytes.Shape == ProfileShape.Growth && SharedBytes.Peak <= 0 ? startedAt + Bytes.TimeTo(limit) - now : TimeSpan.Zero;
        return Look * Math.Max(1, Math.Ceiling(left / Look));
    }

    private static double Total(UsageProfile own, UsageProfile shared, (DateTimeOffset Now, DateTimeOffset StartedAt) times, int sharers) =>
        own.At(times.Now, times.StartedAt) + (sharers > 0 ? shared.At(times.Now, times.StartedAt) / sharers : 0);

    private static Dictionary<string, UsageProfile> Read(JsonObject pod, string annotation, string container, List<string> problems)
    {
        var key = pod.Annotation($"{annotation}.{container}").Length > 0 ? $"{annotation}.{container}" : annotation;
        var profiles = new Dictionary<string, UsageProfile>();
        foreach (var part in Parts(pod.Annotation(key)))
        {
            var split = part.Split('=', 2, StringSplitOptions.TrimEntries);
            var (profile, problem) = split is [("cpu" or "memory"), _] ? ProfileText.Read(split[1]) : (null, $"\"{part}\" is neither cpu=… nor memory=…");
            if (profile is null)
            {
                problems.Add($"annotation {key}: {(problem.StartsWith($"\"{part}\"", StringComparison.Ordinal) ? "" : $"{split[0]}: ")}{problem}");
                continue;
            }

            profiles[split[0]] = profile;
        }

        return profiles;
    }

    // Commas part resources, but for those between parentheses.
    private static IEnumerable<string> Parts(string text)
    {
        var (depth, start) = (0, 0);
        foreach (var (index, character) in text.Append(',').Index())
        {
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character != ',' || (depth > 0 && index < text.Length))
            {
                continue;
            }

            if (text[start..index].Trim() is { Length: > 0 } part)
            {
                yield return part;
            }

            start = index + 1;
        }
    }
}
