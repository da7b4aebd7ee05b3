using System.Collections.Concurrent;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>One node: the pods that run on it, whether it answers, and what it has used in all.</summary>
internal sealed class SimulatedNode(string name, int number)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ObjectKey, PodRun> _runs = new();
    private int _addresses = 1;
    private double _usedByGone;
    private Task _handingBack = Task.CompletedTask;

    /// <summary>Name of the node.</summary>
    public string Name => name;

    /// <summary>Address of the node.</summary>
    public string Address { get; } = $"10.0.{number / 250}.{(number % 250) + 1}";

    /// <summary>Whether its kubelet answers; false is a fault that a test or a user has asked for.</summary>
    public bool IsAnswering { get; set; } = true;

    /// <summary>The pods that run on it.</summary>
    public IReadOnlyCollection<PodRun> Runs => [.. _runs.Values];

    /// <summary>The run of the pod, or null.</summary>
    public PodRun? Find(ObjectKey pod) => _runs.GetValueOrDefault(pod);

    /// <summary>Takes a pod in.</summary>
    public void Accept(ObjectKey pod, PodRun run) => _runs[pod] = run;

    /// <summary>Lets a pod go, ending what still runs; what it used stays in the node's count.</summary>
    public void Release(ObjectKey pod, DateTimeOffset now)
    {
        if (!_runs.TryRemove(pod, out var run))
        {
            return;
        }

        lock (_lock)
        {
            run.Leave(now);
            _usedByGone += run.Started.Sum(container => container.Work?.CpuSeconds(now) ?? 0);
        }

        End(run);
    }

    /// <summary>Ends every pod at once; completes when they and those that were let go before have handed back what they held.</summary>
    public Task EndAsync()
    {
        foreach (var run in _runs.Values)
        {
            End(run);
        }

        lock (_lock)
        {
            return _handingBack;
        }
    }

    /// <summary>An address for the next pod.</summary>
    public string NextAddress()
    {
        var next = Interlocked.Increment(ref _addresses) % 65_000;
        return $"10.{(number % 200) + 50}.{next / 250}.{(next % 250) + 1}";
    }

    /// <summary>CPU that pods which are gone have used, in core-seconds.</summary>
    public double UsedByGone
    {
        get
        {
            lock (_lock)
            {
                return _usedByGone;
            }
        }
    }

    private void End(PodRun run)
    {
        run.Dispose();
        lock (_lock)
        {
            _handingBack = _handingBack.IsCompleted ? run.Stopping : Task.WhenAll(_handingBack, run.Stopping);
        }
    }
}
