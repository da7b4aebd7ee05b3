namespace Autoscale.Hpa;

/// <summary>Why a target's pods cannot be told from others: the event's reason and the texts of event and condition.</summary>
public sealed record SelectorFailure(string EventReason, string Error)
{
    /// <summary>Reason of the condition ScalingActive.</summary>
    public string ConditionReason => EventReason == "AmbiguousSelector" ? EventReason : "InvalidSelector";

    /// <summary>Message of the condition ScalingActive.</summary>
    public string ConditionMessage => EventReason == "SelectorRequired" ? "the HPA target's scale is missing a selector" : Error;

    /// <summary>What is wrong with the target's selector, or null.</summary>
    public static SelectorFailure? Of(TargetPods target)
    {
        if (target.Selector.Length == 0)
        {
            return new("SelectorRequired", "selector is required");
        }

        if (target.SelectorError is { } error)
        {
            return new("InvalidSelector", $"couldn't convert selector into a corresponding internal selector object: {error}");
        }

        var all = string.Join(' ', target.Controllers);
        return target.Controllers.Count > 1
            ? new("AmbiguousSelector", $"pods by selector {target.Selector} are controlled by multiple HPAs: [{all}]")
            : null;
    }
}
