using System.Collections.Immutable;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>The checkpoints in the cluster by the autoscaler that they say they are of; for any number of threads.</summary>
internal sealed class CheckpointIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, ImmutableSortedDictionary<string, VerticalPodAutoscalerCheckpoint>> _byVpa = [];
    private readonly HashSet<ObjectKey> _arrived = [];
    private readonly HashSet<(string Namespace, string Name)> _names = [];

    /// <summary>The autoscalers of which there are checkpoints.</summary>
    public IReadOnlyList<ObjectKey> Autoscalers
    {
        get
        {
            lock (_lock)
            {
                return [.. _byVpa.Keys];
            }
        }
    }

    /// <summary>Takes in a change; returns the autoscaler that it concerns.</summary>
    public ObjectKey Apply(ObjectChange<VerticalPodAutoscalerCheckpoint> change)
    {
        lock (_lock)
        {
            if (change.Before is { } before)
            {
                Remove(KeyOf(before), before.Metadata.Name);
            }

            var key = KeyOf(change.Object);
            var name = (change.Object.Metadata.Namespace, change.Object.Metadata.Name);
            if (change.After is { } after)
            {
                _names.Add(name);
                _byVpa[key] = Of(key).SetItem(after.Metadata.Name, after);
            }
            else
            {
                _names.Remove(name);
                Remove(key, change.Object.Metadata.Name);
            }

            if (change is { Before: null, After: not null })
            {
                _arrived.Add(key);
            }

            return key;
        }
    }

    /// <summary>The checkpoints of an autoscaler, by name.</summary>
    public IReadOnlyList<VerticalPodAutoscalerCheckpoint> Find(ObjectKey vpa)
    {
        lock (_lock)
        {
            return [.. Of(vpa).Values];
        }
    }

    /// <summary>Whether some checkpoint has a name.</summary>
    public bool HasName(string @namespace, string name)
    {
        lock (_lock)
        {
            return _names.Contains((@namespace, name));
        }
    }

    /// <summary>Whether checkpoints of an autoscaler have come since this was asked last.</summary>
    public bool TakeArrived(ObjectKey vpa)
    {
        lock (_lock)
        {
            return _arrived.Remove(vpa);
        }
    }

    private static ObjectKey KeyOf(VerticalPodAutoscalerCheckpoint checkpoint) =>
        VerticalBook.KeyOf(checkpoint.Metadata.Namespace, checkpoint.Spec.VpaObjectName);

    private ImmutableSortedDictionary<string, VerticalPodAutoscalerCheckpoint> Of(ObjectKey vpa) =>
        _byVpa.GetValueOrDefault(vpa, ImmutableSortedDictionary<string, VerticalPodAutoscalerCheckpoint>.Empty);

    private void Remove(ObjectKey vpa, string name)
    {
        var left = Of(vpa).Remove(name);
        if (left.IsEmpty)
        {
            _byVpa.Remove(vpa);
        }
        else
        {
            _byVpa[vpa] = left;
        }
    }
}
