using System.CommandLine;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Estimation.Season;
using Autoscale.Vpa.Usage;

namespace Autoscale.Commands;

/// <summary>The options by which usage becomes a recommendation, under the names that VPA's recommender gives them.</summary>
internal static class RecommendationOption
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly RecommenderOptions Usual = new();
    private static readonly UsageOptions UsualUsage = new();

    private static readonly Option<double> TargetCpu = Percentile("target-cpu", Usual.CpuPercentiles.Target, "the target of CPU");
    private static readonly Option<double> LowerCpu = Percentile("recommendation-lower-bound-cpu", Usual.CpuPercentiles.LowerBound, "the lower bound of CPU");
    private static readonly Option<double> UpperCpu = Percentile("recommendation-upper-bound-cpu", Usual.CpuPercentiles.UpperBound, "the upper bound of CPU");
    private static readonly Option<double> TargetMemory = Percentile("target-memory", Usual.MemoryPercentiles.Target, "the target of memory");
    private static readonly Option<double> LowerMemory = Percentile("recommendation-lower-bound-memory", Usual.MemoryPercentiles.LowerBound, "the lower bound of memory");
    private static readonly Option<double> UpperMemory = Percentile("recommendation-upper-bound-memory", Usual.MemoryPercentiles.UpperBound, "the upper bound of memory");

    private static readonly Option<double> Margin =
        NumberOption.Of("--recommendation-margin-fraction", "What is added to usage, as a fraction of it, 0 to 10.", Usual.MarginFraction, 0, 10);

    private static readonly Option<Quantity?> ContainerCpu = Amount("--container-min-cpu", "The least CPU that is recommended for a container; 10m by default.");
    private static readonly Option<Quantity?> ContainerMemory = Amount("--container-min-memory", "The least memory that is recommended for a container; 16Mi by default.");
    private static readonly Option<double?> PodCpu = new("--pod-recommendation-min-cpu-millicores") { Description = "The least CPU of a pod, shared out to its containers as VPA does, in place of --container-min-cpu." };
    private static readonly Option<double?> PodMemory = new("--pod-recommendation-min-memory-mb") { Description = "The least memory of a pod in MiB, shared out to its containers as VPA does, in place of --container-min-memory." };
    private static readonly Option<Quantity?> MostCpu = Amount("--container-recommendation-max-allowed-cpu", "The most CPU that is recommended where a policy names none.");
    private static readonly Option<Quantity?> MostMemory = Amount("--container-recommendation-max-allowed-memory", "The most memory that is recommended where a policy names none.");

    private static readonly Option<TimeSpan> ConfidenceCpu = Time("--confidence-interval-cpu", "History of CPU that makes its bounds twice as wide; more narrows them.", Usual.CpuConfidenceInterval);
    private static readonly Option<TimeSpan> ConfidenceMemory = Time("--confidence-interval-memory", "The same of memory.", Usual.MemoryConfidenceInterval);
    private static readonly Option<TimeSpan> HalfLifeCpu = Time("--cpu-histogram-decay-half-life", "Age at which a sample of CPU counts half.", UsualUsage.CpuHalfLife);
    private static readonly Option<TimeSpan> HalfLifeMemory = Time("--memory-histogram-decay-half-life", "Age at which a peak of memory counts half.", UsualUsage.MemoryHalfLife);
    private static readonly Option<TimeSpan> Interval = Time("--memory-aggregation-interval", "The time of which the peak of memory is one sample.", UsualUsage.MemoryInterval);

    private static readonly Option<long> Intervals =
        NumberOption.Of("--memory-aggregation-interval-count", "Intervals without a sample after which usage is forgotten, 1 to 1000.", UsualUsage.MemoryIntervals, 1, 1000);

    private static readonly Option<double> OomRatio =
        NumberOption.Of("--oom-bump-up-ratio", "Factor by which memory grows after an out-of-memory kill, 1 to 100.", UsualUsage.OomRatio, 1, 100);

    private static readonly Option<double> OomMinimum =
        NumberOption.Of("--oom-min-bump-up-bytes", "Bytes by which memory grows at least after an out-of-memory kill, 0 to 1e12.", UsualUsage.OomMinimum, 0, 1e12);

    private static readonly Option<int> RoundCpu =
        NumberOption.Of("--round-cpu-millicores", "Recommended CPU is rounded up to a multiple of this, 1 to 1000000.", Usual.RoundCpuMillicores, 1, 1_000_000);

    private static readonly Option<long> RoundMemory =
        NumberOption.Of("--round-memory-bytes", "Recommended memory is rounded up to a multiple of this, 1 to 1000000000000.", Usual.RoundMemoryBytes, 1, 1_000_000_000_000);

    private static readonly Option<bool> IntegerCpu = new("--cpu-integer-post-processor-enabled")
    {
        Description = "Recommend whole cores to containers that an annotation of their autoscaler names.",
    };

    private static readonly Option<bool> Season = new("--memory-season")
    {
        Description = "Let memory follow a season of the day or week where its own back-test is better; keeps four weeks of hourly peaks.",
    };

    private static readonly Option[] All =
    [
        TargetCpu, LowerCpu, UpperCpu, TargetMemory, LowerMemory, UpperMemory, Margin, ContainerCpu, ContainerMemory, PodCpu, PodMemory, MostCpu,
        MostMemory, ConfidenceCpu, ConfidenceMemory, HalfLifeCpu, HalfLifeMemory, Interval, Intervals, OomRatio, OomMinimum, RoundCpu, RoundMemory,
        IntegerCpu, Season,
    ];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How recommendations are made.</summary>
    public static RecommenderOptions Of(ParseResult parsed) => new()
    {
        CpuPercentiles = new(parsed.GetValue(TargetCpu), parsed.GetValue(LowerCpu), parsed.GetValue(UpperCpu)),
        MemoryPercentiles = new(parsed.GetValue(TargetMemory), parsed.GetValue(LowerMemory), parsed.GetValue(UpperMemory)),
        MarginFraction = parsed.GetValue(Margin),
        Floor = FloorOf(parsed),
        CpuConfidenceInterval = parsed.GetValue(ConfidenceCpu),
        MemoryConfidenceInterval = parsed.GetValue(ConfidenceMemory),
        RoundCpuMillicores = parsed.GetValue(RoundCpu),
        RoundMemoryBytes = parsed.GetValue(RoundMemory),
        IntegerCpu = parsed.GetValue(IntegerCpu),
        MaxAllowedCpu = parsed.GetValue(MostCpu),
        MaxAllowedMemory = parsed.GetValue(MostMemory),
        Season = parsed.GetValue(Season) ? SeasonMode.On : SeasonMode.Off,
    };

    /// <summary>How usage is remembered.</summary>
    public static UsageOptions UsageOf(ParseResult parsed) => new()
    {
        CpuHalfLife = parsed.GetValue(HalfLifeCpu),
        MemoryHalfLife = parsed.GetValue(HalfLifeMemory),
        MemoryInterval = parsed.GetValue(Interval),
        MemoryIntervals = parsed.GetValue(Intervals),
        OomRatio = parsed.GetValue(OomRatio),
        OomMinimum = parsed.GetValue(OomMinimum),
        PerVpaConfig = true,
        KeepsHours = parsed.GetValue(Season),
    };

    // Whoever says one of VPA's own floors wants its floor: of the pod, and shared.
    private static RecommendationFloor FloorOf(ParseResult parsed)
    {
        var (cpu, memory) = (parsed.GetValue(PodCpu), parsed.GetValue(PodMemory));
        if (cpu is not null || memory is not null)
        {
            var upstream = RecommendationFloor.Upstream;
            return upstream with { CpuMillicores = cpu ?? upstream.CpuMillicores, MemoryMebibytes = memory ?? upstream.MemoryMebibytes };
        }

        var usual = RecommendationFloor.Default;
        return usual with
        {
            CpuMillicores = parsed.GetValue(ContainerCpu)?.SaturatedMilliValue ?? usual.CpuMillicores,
            MemoryMebibytes = parsed.GetValue(ContainerMemory)?.SaturatedMilliValue / 1000.0 / (1 << 20) ?? usual.MemoryMebibytes,
        };
    }

    private static Option<double> Percentile(string of, double usual, string what) =>
        NumberOption.Of($"--{of}-percentile", $"The percentile of usage that {what} is made of, 0 to 1.", usual, 0, 1);

    private static Option<TimeSpan> Time(string name, string description, TimeSpan usual) =>
        DurationOption.Of(name, description, usual, TimeSpan.FromMinutes(1), 365 * Day);

    private static Option<Quantity?> Amount(string name, string description) => new Option<Quantity?>(name) { Description = description }.NotNegative();
}
