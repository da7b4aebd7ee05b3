using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>What is known of usage before this process took any in: from checkpoints, or from Prometheus.</summary>
internal sealed class PastUsage(CheckpointStore checkpoints, HistoryFeed history, VerticalOptions options)
{
    private bool IsInCheckpoints => options.Storage == VerticalStorage.Checkpoint;

    /// <summary>Reads what is not read by autoscaler; what cannot be had is left out.</summary>
    public Task FeedAsync(CancellationToken cancellationToken) => IsInCheckpoints ? Task.CompletedTask : history.FeedAsync(cancellationToken);

    /// <summary>Takes in what checkpoints say of an autoscaler, of a new one, or when some have come.</summary>
    public void Restore(ObjectKey vpa, bool isNew)
    {
        if (IsInCheckpoints)
        {
            checkpoints.Restore(vpa, isNew);
        }
    }

    /// <summary>The condition that some of it could not be read, or null.</summary>
    public VpaCondition? ConditionOf(ObjectKey vpa)
    {
        if (IsInCheckpoints)
        {
            return checkpoints.ConditionOf(vpa);
        }

        return history.Problem is not { } problem ? null : new()
        {
            Type = OwnConditions.HistoryMissing,
            Status = "True",
            Reason = "PrometheusUnreadable",
            Message = $"past usage could not be read of Prometheus, or not all of it: {problem}",
        };
    }

    /// <summary>Forgets an autoscaler.</summary>
    public void Forget(ObjectKey vpa) => checkpoints.Forget(vpa);
}
