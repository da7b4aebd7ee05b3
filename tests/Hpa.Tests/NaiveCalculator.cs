namespace Autoscale.Hpa.Tests;

/// <summary>A slow second reading of the rules for CPU utilization: maps and lists, one step after the other.</summary>
internal static class NaiveCalculator
{
    public static (int Replicas, int Percent)? Utilization(IReadOnlyList<NaivePod> pods, int target, int current)
    {
        var counted = pods.Where(p => p.Kind is not (NaiveKind.Ignored or NaiveKind.Pending)).ToList();
        var usage = counted.Where(p => p.Kind == NaiveKind.Ready).ToDictionary(p => p.Name, p => p.Usage);
        if (usage.Count == 0)
        {
            return null;
        }

        var requests = pods.ToDictionary(p => p.Name, p => p.Request);
        var percent = Percent(usage, requests);
        var ratio = percent / (double)target;
        var unready = pods.Where(p => p.Kind is NaiveKind.Pending or NaiveKind.Unready).ToList();
        var missing = pods.Where(p => p.Kind == NaiveKind.Missing).ToList();
        if (missing.Count == 0 && !(unready.Count > 0 && ratio > 1))
        {
            return (Within(ratio) ? current : (int)Math.Ceiling(ratio * usage.Count), percent);
        }

        foreach (var pod in missing.Where(_ => ratio != 1))
        {
            usage[pod.Name] = ratio < 1 ? pod.Request * Math.Max(100, target) / 100 : 0;
        }

        foreach (var pod in unready.Where(_ => ratio > 1))
        {
            usage[pod.Name] = 0;
        }

        var filled = Percent(usage, requests) / (double)target;
        var wanted = (int)Math.Ceiling(filled * usage.Count);
        var turns = (ratio < 1 && filled > 1) || (ratio > 1 && filled < 1)
            || (filled < 1 && wanted > current) || (filled > 1 && wanted < current);
        return (Within(filled) || turns ? current : wanted, percent);
    }

    public static PodTraits TraitsOf(NaivePod pod)
    {
        var real = Some.Pod(pod.Name, $"{pod.Request}m", pod.Kind == NaiveKind.Unready ? "False" : "True", pod.Kind == NaiveKind.Pending ? "Pending" : "Running");
        real = pod.Kind == NaiveKind.Ignored ? real with { Status = real.Status with { Phase = "Failed" } } : real;
        return PodTraits.Of(real);
    }

    public static PodSample SampleOf(NaivePod pod) => pod.Kind == NaiveKind.Missing ? default : Some.Sample(pod.Usage);

    private static bool Within(double ratio) => ratio is >= 1.0 - 0.1 and <= 1.0 + 0.1;

    private static int Percent(Dictionary<string, long> usage, Dictionary<string, long> requests) =>
        (int)(usage.Values.Sum() * 100 / usage.Keys.Sum(name => requests[name]));
}
