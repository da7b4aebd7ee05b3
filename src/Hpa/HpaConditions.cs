using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>Sets conditions in a list as upstream does: new ones at the end, old ones in place, unchanged ones untouched.</summary>
internal sealed class HpaConditions(IReadOnlyList<HpaCondition> before, DateTimeOffset now)
{
    public const string AbleToScale = "AbleToScale";
    public const string ScalingActive = "ScalingActive";
    public const string ScalingLimited = "ScalingLimited";
    public const string ScaledToZero = "ScaledToZero";

    /// <summary>Ours: whether metrics are absent and the user's rule had an answer. Only on autoscalers that have a rule.</summary>
    public const string AbsentMetricsAnswered = "AbsentMetricsAnswered";

    /// <summary>Ours: whether utilization is reckoned against the pod template. Only where a vertical autoscaler sets the pods' requests.</summary>
    public const string FixedRequests = "FixedRequests";

    private List<HpaCondition>? _changed;

    /// <summary>The conditions as they are now; the very list from before while nothing changed.</summary>
    public IReadOnlyList<HpaCondition> Current => _changed ?? before;

    /// <summary>Whether anything is different from before.</summary>
    public bool HasChanged => _changed is not null;

    /// <summary>
    /// Sets one condition; the time moves when the status changes, or when it did so on the way there (a write that fails after the
    /// scale could be read).
    /// </summary>
    public void Set(string type, bool isTrue, string reason, string message, bool throughOpposite = false)
    {
        var status = isTrue ? "True" : "False";
        var place = PlaceOf(type);
        var old = place < 0 ? null : Current[place];
        if (old is not null && !throughOpposite && old.Status == status && old.Reason == reason && old.Message == message)
        {
            return;
        }

        var time = old?.Status == status && !throughOpposite ? old.LastTransitionTime : now;
        var changed = new HpaCondition { Type = type, Status = status, Reason = reason, Message = message, LastTransitionTime = time };
        _changed ??= [.. before];
        if (place < 0)
        {
            _changed.Add(changed);
        }
        else
        {
            _changed[place] = changed;
        }
    }

    /// <summary>Takes a condition away.</summary>
    public void Remove(string type)
    {
        if (PlaceOf(type) is var place && place >= 0)
        {
            _changed ??= [.. before];
            _changed.RemoveAt(place);
        }
    }

    /// <summary>The condition of a type as it is now, or null.</summary>
    public HpaCondition? Find(string type) => PlaceOf(type) is var place && place >= 0 ? Current[place] : null;

    private int PlaceOf(string type)
    {
        for (var i = 0; i < Current.Count; i++)
        {
            if (Current[i].Type == type)
            {
                return i;
            }
        }

        return -1;
    }
}
