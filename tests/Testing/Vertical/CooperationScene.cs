using System.Globalization;
using System.Text;
using Autoscale.Vpa;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Testing.Vertical;

/// <summary>
/// One workload that a horizontal and a vertical autoscaler both scale on CPU: apart, as Kubernetes' and VPA 1.7's do, and together.
/// The first day does not count: whoever recommends has to see one first.
/// </summary>
/// <param name="Demand">What the workload needs.</param>
/// <param name="Utilization">The horizontal autoscaler's target, in percent of requests.</param>
public sealed record CooperationScene(Demand Demand, int Utilization)
{
    private const long MiB = 1L << 20;

    private static readonly TimeSpan WarmUp = TimeSpan.FromDays(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    /// <summary>A load that does not change; only autoscalers can make replicas move.</summary>
    public static CooperationScene Steady(int days) =>
        new(new("a steady load", Step, Enumerable.Repeat(4.0, StepsIn(days)).ToArray(), _ => 180.0 * MiB), 60);

    /// <summary>Days alike: low at night, more by day, with two bursts.</summary>
    public static CooperationScene Daily(int days) => new(RisesBurstsAndFalls(days), 60);

    /// <summary>Real requests, at the utilization that Kubernetes takes where none is named.</summary>
    public static CooperationScene Requests(int days) => new(Azure(days), 80);

    /// <summary>Real requests at a lower utilization, where the two apart end at the most replicas that there may be.</summary>
    public static CooperationScene RequestsWithReserve(int days) => new(Azure(days), 60);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CooperationScene> All(int days) => [Steady(days), Daily(days), Requests(days), RequestsWithReserve(days)];

    /// <summary>The horizontal autoscaler alone, for comparison.</summary>
    public Scorecard Alone() => Run(Some("horizontal alone"));

    /// <summary>Both, each on its own, in a mode of VPA.</summary>
    public Scorecard Apart(string mode) => Run(Some($"apart, {mode}") with
    {
        Mode = mode,
        Usage = UsageOptions.Upstream,
        Recommender = RecommenderOptions.Upstream,
        Updater = UpdaterOptions.Upstream,
    });

    /// <summary>Both as they are here.</summary>
    public Scorecard Together() => Run(Some("together") with { Mode = UpdateModes.InPlaceOrRecreate, Cooperates = true });

    /// <summary>All in the order of the table.</summary>
    public IReadOnlyList<Scorecard> RunAll() => [Alone(), Apart(UpdateModes.Recreate), Apart(UpdateModes.InPlaceOrRecreate), Together()];

    /// <summary>Scores side by side.</summary>
    public string Table(IReadOnlyList<Scorecard> scores)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Demand.Name}, {Utilization} % of CPU, {(Demand.Length - WarmUp).TotalDays:0.#} days");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-26}{"replica",9}{"pods",8}{"",11}{"replicas",13}{"pods",9}{"",9}{"asked",9}{"unused",9}{"",7}{"short of",10}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-26}{"changes",9}{"scaled",8}{"reversals",11}{"mean",7}{"most",6}{"evicted",9}{"resized",9}{"core h",9}{"core h",9}{"slack",7}{"CPU s",10}");
        foreach (var score in scores)
        {
            text.Append(CultureInfo.InvariantCulture, $"{score.Name,-26}{score.ReplicaChanges,9}{score.PodsScaled,8}{score.Reversals,11}{score.MeanReplicas,7:N1}{score.MostReplicas,6}");
            text.Append(CultureInfo.InvariantCulture, $"{score.Evictions,9}{score.Resizes,9}{score.RequestedCoreHours,9:N1}{score.IdleCoreHours,9:N1}{score.CpuSlack,7:P0}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{score.Saturated.TotalSeconds,10:N0}");
        }

        return text.ToString();
    }

    private Scorecard Run(RunSettings settings) => WorkloadRun.Of(settings, Demand, WarmUp);

    private RunSettings Some(string name) => new()
    {
        Name = name,
        CpuMilli = 500,
        MemoryBytes = 256 * MiB,
        Replicas = 4,
        Horizontal = new()
        {
            ScaleTargetRef = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web" },
            MinReplicas = 2,
            MaxReplicas = 60,
            Metrics = [new() { Type = "Resource", Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = Utilization } } }],
        },
    };

    private static int StepsIn(int days) => (int)(TimeSpan.FromDays(days) / Step);

    // A core at night, four in the day with two bursts, each reached over hours, with a little unrest on top.
    private static Demand RisesBurstsAndFalls(int days)
    {
        var random = new Random(5);
        var cores = new double[StepsIn(days)];
        for (var i = 0; i < cores.Length; i++)
        {
            var hour = (Step * i).TotalHours % 24;
            cores[i] = DayAt(hour) * (0.95 + random.NextDouble() * 0.1);
        }

        return new("a load that rises, bursts and falls", Step, cores, _ => 180.0 * MiB);
    }

    private static double DayAt(double hour) => hour switch
    {
        < 6 => 1,
        < 10 => 1 + 3 * (hour - 6) / 4,
        >= 14 and < 14.33 => 10,
        >= 16 and < 16.25 => 7,
        < 18 => 4,
        < 22 => 4 - 3 * (hour - 18) / 4,
        _ => 1,
    };

    // 58 minutes of real requests over and over; a token takes 4 ms of CPU.
    private static Demand Azure(int days)
    {
        var tokens = Traces.Read("azure_llm_conv_2023_1s", "generated_tokens");
        var once = tokens.Chunk((int)Step.TotalSeconds).Select(part => part.Average() * 0.004).ToArray();
        var cores = Enumerable.Range(0, StepsIn(days)).Select(i => once[i % once.Length]).ToArray();
        return new("requests to a language model (Azure 2023)", Step, cores, _ => 180.0 * MiB);
    }
}
