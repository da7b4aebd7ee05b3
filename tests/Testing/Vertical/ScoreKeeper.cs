namespace Autoscale.Testing.Vertical;

/// <summary>Counts while a workload runs; what happens before it is told to begin does not count.</summary>
internal sealed class ScoreKeeper(string name, DateTimeOffset from)
{
    private const double GiB = 1L << 30;

    private Scorecard _score = new() { Name = name };
    private int _direction;

    public Scorecard Finish(DateTimeOffset end) => _score with { Length = end - from };

    public void Scaled(int before, int after, DateTimeOffset now)
    {
        var direction = Math.Sign(after - before);
        if (now >= from)
        {
            _score = _score with
            {
                ReplicaChanges = _score.ReplicaChanges + 1,
                PodsScaled = _score.PodsScaled + Math.Abs(after - before),
                Reversals = _score.Reversals + (_direction * direction < 0 ? 1 : 0),
            };
        }

        _direction = direction;
    }

    public void Evicted(DateTimeOffset now) => _score = now < from ? _score : _score with { Evictions = _score.Evictions + 1 };

    public void Resized(DateTimeOffset now) => _score = now < from ? _score : _score with { Resizes = _score.Resizes + 1 };

    public void Killed(DateTimeOffset now, TimeSpan away) => _score = now < from ? _score : _score with
    {
        OomKills = _score.OomKills + 1,
        KilledHours = _score.KilledHours + away.TotalHours,
    };

    public void Spent(IReadOnlyList<SimulatedPod> pods, double missedCores, TimeSpan step, DateTimeOffset now)
    {
        if (now < from)
        {
            return;
        }

        var hours = step.TotalHours;
        var (cpu, idleCpu, memory, idleMemory) = (0.0, 0.0, 0.0, 0.0);
        foreach (var pod in pods)
        {
            cpu += pod.CpuRequest;
            idleCpu += Math.Max(0, pod.CpuRequest - pod.UsedMilli);
            memory += pod.MemoryRequest;
            idleMemory += Math.Max(0, pod.MemoryRequest - pod.UsedBytes);
        }

        _score = _score with
        {
            RequestedCoreHours = _score.RequestedCoreHours + cpu / 1000 * hours,
            IdleCoreHours = _score.IdleCoreHours + idleCpu / 1000 * hours,
            RequestedGibHours = _score.RequestedGibHours + memory / GiB * hours,
            IdleGibHours = _score.IdleGibHours + idleMemory / GiB * hours,
            Saturated = _score.Saturated + (missedCores > 0.001 ? step : TimeSpan.Zero),
            MissedCoreHours = _score.MissedCoreHours + missedCores * hours,
            PodHours = _score.PodHours + pods.Count * hours,
            MostReplicas = Math.Max(_score.MostReplicas, pods.Count),
        };
    }
}
