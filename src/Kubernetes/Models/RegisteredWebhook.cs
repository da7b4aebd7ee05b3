namespace Autoscale.Kubernetes.Models;

/// <summary>One webhook of a configuration: whom the API server asks, about which writes, and what it makes of no answer.</summary>
public sealed record RegisteredWebhook
{
    /// <summary>Qualified name, at least three parts, which refusals bear.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Where the webhook is, and how to trust it.</summary>
    public WebhookClientConfig ClientConfig { get => field ?? new(); init; }

    /// <summary>The writes that it is asked about; null when there are none.</summary>
    public IReadOnlyList<WebhookRule>? Rules { get; init; }

    /// <summary>Fail or Ignore: what becomes of a write when the webhook does not answer.</summary>
    public string? FailurePolicy { get; init; }

    /// <summary>Exact or Equivalent: whether a rule also covers the same resource in other versions.</summary>
    public string? MatchPolicy { get; init; }

    /// <summary>Namespaces whose objects it is asked about; null for all.</summary>
    public LabelSelectorSpec? NamespaceSelector { get; init; }

    /// <summary>Objects that it is asked about; null for all.</summary>
    public LabelSelectorSpec? ObjectSelector { get; init; }

    /// <summary>None or NoneOnDryRun: whether answering has effects of its own.</summary>
    public string? SideEffects { get; init; }

    /// <summary>How long the server waits, 1 to 30 s.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Versions of the review that it understands.</summary>
    public IReadOnlyList<string>? AdmissionReviewVersions { get; init; }

    /// <summary>Never or IfNeeded, of a mutating one alone: whether it is asked again after others have changed the object.</summary>
    public string? ReinvocationPolicy { get; init; }

    /// <summary>Conditions that must all hold for it to be asked; null when there are none.</summary>
    public IReadOnlyList<WebhookMatchCondition>? MatchConditions { get; init; }
}
