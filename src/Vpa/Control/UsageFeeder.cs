using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Vpa.Observing;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Takes the newest usage of pods into the model, at the readings' own time, and the kills that were seen. What has no reading has no
/// sample: absent is not zero.
/// </summary>
internal sealed class UsageFeeder(UsageState usage, MetricTable metrics, OomObserver observer, VerticalTelemetry telemetry, TimeProvider time)
{
    private static readonly SampleOutcome[] Outcomes = Enum.GetValues<SampleOutcome>();

    /// <summary>Takes in the usage of all pods that are tracked.</summary>
    public void FeedAll() => Feed(usage.SelectedPods());

    /// <summary>Takes in the usage of these pods.</summary>
    public void Feed(IReadOnlyList<PodFacts> pods)
    {
        // Read before the model is taken, which others wait for.
        var readings = pods.Select(pod => (Pod: pod, Usage: metrics.FindPod(pod.Namespace, pod.Name))).ToList();
        var counts = usage.Use(model => Take(model, readings));
        foreach (var outcome in Outcomes)
        {
            telemetry.Sampled(outcome, counts[(int)outcome]);
        }
    }

    /// <summary>Why there is no usage, in one line.</summary>
    public string Absence => metrics.ResourceAbsence ?? "no node's readings have them";

    /// <summary>Whether a pod has usage now.</summary>
    public bool HasUsage(PodFacts pod) => metrics.FindPod(pod.Namespace, pod.Name) is not null;

    /// <summary>Takes in the kills that were seen since the last time; returns the autoscalers that they concern.</summary>
    public IReadOnlySet<ObjectKey> TakeKills(Func<ObjectKey, string, DateTimeOffset?> knownUntil)
    {
        var touched = new HashSet<ObjectKey>();
        foreach (var sighting in observer.Take())
        {
            var owners = usage.OwnersOf(sighting.Namespace, sighting.Pod);

            // What a checkpoint that keeps open intervals, too, was written after is in it.
            if (owners.Any(owner => knownUntil(owner, sighting.Container) >= sighting.Time))
            {
                continue;
            }

            telemetry.Killed(Record(sighting));
            touched.UnionWith(owners);
        }

        return touched;
    }

    private SampleOutcome Record(OomSighting sighting)
    {
        var now = time.GetUtcNow();
        return usage.Use(model =>
        {
            model.SetNow(now);
            return model.RecordOom(new(sighting.Namespace, sighting.Pod, sighting.Container), sighting.Time ?? now, sighting.Bytes);
        });
    }

    private long[] Take(UsageModel model, List<(PodFacts Pod, PodUsage? Usage)> readings)
    {
        var counts = new long[Outcomes.Length];
        model.SetNow(time.GetUtcNow());
        foreach (var (pod, reading) in readings)
        {
            foreach (var container in pod.Containers)
            {
                var outcome = Take(model, pod, container, reading);
                counts[(int)outcome.Cpu]++;
                counts[(int)outcome.Memory]++;
            }
        }

        return counts;
    }

    private static UsageOutcome Take(UsageModel model, PodFacts pod, string container, PodUsage? reading)
    {
        if (reading?.Containers.FirstOrDefault(one => one.Name == container) is not { } amounts)
        {
            return default;
        }

        return model.AddUsage(
            new(pod.Namespace, pod.Name, container), reading.Time, amounts.Cpu?.SaturatedMilliValue, amounts.Memory?.SaturatedValue);
    }
}
