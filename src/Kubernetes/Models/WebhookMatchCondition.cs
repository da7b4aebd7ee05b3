namespace Autoscale.Kubernetes.Models;

/// <summary>A condition in CEL that a write must meet for a webhook to be asked about it.</summary>
public sealed record WebhookMatchCondition
{
    /// <summary>Name within the webhook.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>The expression, over request, object, oldObject and authorizer.</summary>
    public string Expression { get => field ?? ""; init; }
}
