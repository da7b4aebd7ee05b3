using Autoscale.LocalCluster.Api;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Every number of replicas that a Deployment was ever told to have, in order.</summary>
internal sealed class ReplicaSteps : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<int> _steps = [];
    private readonly string _name;
    private readonly IDisposable _subscription;

    public ReplicaSteps(ApiServer api, string name)
    {
        _name = name;
        _subscription = api.Verbs.Subscribe(api.Kinds.Find("apps", "v1", "deployments")!, Changed);
    }

    public IReadOnlyList<int> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps];
            }
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Changed(StoreEvent change)
    {
        if (change.Object["metadata"]?["name"]?.GetValue<string>() != _name || change.Object["spec"]?["replicas"]?.GetValue<int>() is not { } replicas)
        {
            return;
        }

        lock (_lock)
        {
            if (_steps is not [.., var last] || last != replicas)
            {
                _steps.Add(replicas);
            }
        }
    }
}
