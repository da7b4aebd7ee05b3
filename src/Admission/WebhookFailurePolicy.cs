namespace Autoscale.Admission;

/// <summary>What becomes of a write when the webhook does not answer.</summary>
public enum WebhookFailurePolicy
{
    /// <summary>It is refused: nothing gets past the webhook.</summary>
    Fail,

    /// <summary>It is allowed: nothing waits for the webhook.</summary>
    Ignore,
}
