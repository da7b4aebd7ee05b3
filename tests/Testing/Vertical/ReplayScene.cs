using System.Globalization;
using System.Text;
using Autoscale.Vpa;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Estimation.Season;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Testing.Vertical;

/// <summary>
/// A recorded workload of three pods that nobody scales, with requests set by hand, by VPA 1.7's settings and by ours. Memory is limited
/// to what is asked for, CPU to twice that. The first day does not count: whoever recommends has to see one first.
/// </summary>
/// <param name="Demand">What was recorded.</param>
/// <param name="ManualMilli">CPU by hand, for each pod.</param>
/// <param name="ManualBytes">Memory by hand, for each pod.</param>
public sealed record ReplayScene(Demand Demand, long ManualMilli, long ManualBytes)
{
    private const int Pods = 3;
    private const double GiB = 1L << 30;
    private const string Crane = "crane_workloads_60s";
    private const string Borg = "google_borg_2019_300s";

    // Who sets requests by hand looks at the peak of the first days, and adds a quarter.
    private const double ManualMargin = 1.25;

    private static readonly TimeSpan WarmUp = TimeSpan.FromDays(1);
    private static readonly TimeSpan ManualLook = TimeSpan.FromDays(2);
    private static readonly string[] CraneColumns = ["w01_daily_spiky", "w05_nonseasonal_small", "w06_extreme_burst", "w11_daily_hourly_spikes", "w14_strong_daily"];

    /// <summary>The Borg cell and the five workloads of Crane, the smallest of which a second time as one of small pods.</summary>
    public static IReadOnlyList<ReplayScene> All => [OfBorg(), .. CraneColumns.Select(column => OfCrane(column)), Small()];

    /// <summary>A tenth of Crane's smallest workload: pods of a few millicores and some tens of MiB.</summary>
    public static ReplayScene Small() => OfCrane("w05_nonseasonal_small", 0.1);

    /// <summary>
    /// The cell as if it were one workload: CPU and memory in fractions of 64 cores and 192 GiB. Memory by hand is what was assigned
    /// on average; assigned CPU was not published.
    /// </summary>
    public static ReplayScene OfBorg()
    {
        var cores = Traces.Read(Borg, "value").Select(part => part * 64).ToArray();
        var memory = Traces.Read(Borg, "avg_mem").Select(part => part * 192 * GiB / Pods).ToArray();
        var assigned = Traces.Read(Borg, "avg_assigned_mem").Average() * 192 * GiB / Pods;
        var demand = new Demand("Google Borg 2019", TimeSpan.FromMinutes(5), cores, i => memory[i]);
        return new(demand, ManualCpu(demand), (long)assigned);
    }

    /// <summary>One of Crane's workloads. Its memory is made up, since there is none in the recording: see <see cref="MemoryOf"/>.</summary>
    public static ReplayScene OfCrane(string column, double part = 1)
    {
        var cores = Traces.Read(Crane, column).Select(all => all * part).ToArray();
        var memory = MemoryOf(cores);
        var demand = new Demand(part == 1 ? $"Crane {column}" : $"Crane {column}, {part:P0} of it", TimeSpan.FromMinutes(1), cores, i => memory[i]);
        return new(demand, ManualCpu(demand), (long)(memory.Take((int)(ManualLook / demand.Step)).Max() * ManualMargin));
    }

    /// <summary>Requests by hand.</summary>
    public Scorecard Manual() => Run(Some("by hand"));

    /// <summary>VPA 1.7's settings in one of its modes.</summary>
    public Scorecard Upstream(string mode) => Run(Some($"VPA 1.7, {mode}") with
    {
        Mode = mode,
        Usage = UsageOptions.Upstream,
        Recommender = RecommenderOptions.Upstream,
        Updater = UpdaterOptions.Upstream,
    });

    /// <summary>Our settings in one of the modes.</summary>
    public Scorecard Ours(string mode) => Run(Some($"ours, {mode}") with { Mode = mode });

    /// <summary>Ours where CPU of three hours ago counts half, which changes of running pods can follow at no cost.</summary>
    public Scorecard OursInHours() => Run(Some("ours, half-life of 3 h") with
    {
        Mode = UpdateModes.InPlaceOrRecreate,
        Usage = new() { CpuHalfLife = TimeSpan.FromHours(3) },
    });

    /// <summary>Ours where memory may follow a season of the day or week.</summary>
    public Scorecard OursInSeason() => Run(Some("ours, seasonal memory") with
    {
        Mode = UpdateModes.InPlaceOrRecreate,
        Usage = new() { KeepsHours = true },
        Recommender = new() { Season = SeasonMode.On },
    });

    /// <summary>All in the order of the table.</summary>
    public IReadOnlyList<Scorecard> RunAll() =>
    [
        Manual(),
        Upstream(UpdateModes.Recreate),
        Ours(UpdateModes.Recreate),
        Upstream(UpdateModes.InPlaceOrRecreate),
        Ours(UpdateModes.InPlaceOrRecreate),
        OursInHours(),
        OursInSeason(),
    ];

    /// <summary>Scores side by side.</summary>
    public string Table(IReadOnlyList<Scorecard> scores)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Demand.Name}, {(Demand.Length - WarmUp).TotalDays:0.#} days");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-27}{"slack",8}{"slack",8}{"OOM",7}{"pod hours",11}{"throttled",11}{"evicted",9}{"resized",9}{"changes",9}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-27}{"CPU",8}{"memory",8}{"kills",7}{"in kills",11}{"of time",11}{"",9}{"",9}{"a day",9}");
        foreach (var score in scores)
        {
            text.Append(CultureInfo.InvariantCulture, $"{score.Name,-27}{score.CpuSlack,8:P1}{score.MemorySlack,8:P1}{score.OomKills,7}{score.KilledHours,11:N1}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{score.Throttled,11:P2}{score.Evictions,9}{score.Resizes,9}{score.ChangesPerDay,9:N2}");
        }

        return text.ToString();
    }

    // A plausible memory of a service: most of it is there always, the rest follows the load of the last half hour by its root, as caches
    // and connections do; a tenth of unrest on top.
    private static double[] MemoryOf(double[] cores)
    {
        var (random, usual) = (new Random(7), cores.Order().ElementAt(cores.Length / 2));
        var (memory, smooth) = (new double[cores.Length], cores[0]);
        for (var i = 0; i < memory.Length; i++)
        {
            smooth += (cores[i] - smooth) / 30;
            memory[i] = 0.5 * GiB * Math.Sqrt(usual) * (0.6 + 0.4 * Math.Sqrt(smooth / usual)) * (0.95 + random.NextDouble() * 0.1);
        }

        return memory;
    }

    private static long ManualCpu(Demand demand) =>
        (long)(demand.Cores.Take((int)(ManualLook / demand.Step)).Max() * 1000 / Pods * ManualMargin);

    private Scorecard Run(RunSettings settings) => WorkloadRun.Of(settings, Demand, WarmUp);

    private RunSettings Some(string name) => new()
    {
        Name = name,
        CpuMilli = ManualMilli,
        MemoryBytes = ManualBytes,
        Replicas = Pods,
        Tick = TimeSpan.FromMinutes(1),
    };
}
