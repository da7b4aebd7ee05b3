using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>Sees every write of the pods and the budget of a namespace, and counts: how many pods were ready at the least, and what the budget said.</summary>
internal sealed class BudgetWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ready = [];
    private readonly List<string> _breaches = [];
    private readonly List<IDisposable> _subscriptions;
    private readonly string _namespace;
    private int _most;
    private int _least = int.MaxValue;
    private int _gone;

    public BudgetWatch(ApiServer api, string ns)
    {
        _namespace = ns;
        var kinds = api.Kinds.All.ToList();
        _subscriptions =
        [
            api.Verbs.Subscribe(kinds.First(kind => kind is { Group: "", Kind: "Pod" }), SeePod),
            api.Verbs.Subscribe(kinds.First(kind => kind.Kind == "PodDisruptionBudget"), SeeBudget),
        ];
    }

    /// <summary>The fewest pods that were ready since all first were, how many were taken away since then, and whenever the budget was not kept.</summary>
    public (int Least, int Gone, IReadOnlyList<string> Breaches) Seen
    {
        get
        {
            lock (_lock)
            {
                return (_least, _gone, [.. _breaches]);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    private void SeePod(StoreEvent change)
    {
        var pod = change.Object;
        if ((string?)pod["metadata"]!["namespace"] != _namespace)
        {
            return;
        }

        lock (_lock)
        {
            var isReady = change.Type != "DELETED" && pod["metadata"]!["deletionTimestamp"] is null && VerticalScene.IsReady(pod);
            var moved = isReady ? _ready.Add(VerticalScene.Uid(pod)) : _ready.Remove(VerticalScene.Uid(pod));
            _most = Math.Max(_most, _ready.Count);
            if (_most < 4 || !moved)
            {
                return;
            }

            _gone += isReady ? 0 : 1;
            _least = Math.Min(_least, _ready.Count);
        }
    }

    private void SeeBudget(StoreEvent change)
    {
        var status = change.Object["status"] as JsonObject;
        lock (_lock)
        {
            if (_most < 4 || (string?)change.Object["metadata"]!["namespace"] != _namespace || status is null)
            {
                return;
            }

            var isKept = (int?)status["disruptionsAllowed"] >= 0 && (int?)status["currentHealthy"] >= (int?)status["desiredHealthy"];
            _breaches.AddRange(isKept ? [] : [status.ToJsonString()]);
        }
    }
}
