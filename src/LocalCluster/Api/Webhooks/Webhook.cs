using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>One webhook of a configuration, made ready to be matched and called.</summary>
internal sealed record Webhook(string Id, string Name, WebhookTarget Target)
{
    /// <summary>What it wants to see.</summary>
    public IReadOnlyList<InterceptionRule> Rules { get; init; } = [];

    /// <summary>True when its rules also stand for other versions of the resources that they name.</summary>
    public bool MatchesEquivalents { get; init; }

    /// <summary>The namespaces whose objects it wants to see.</summary>
    public LabelSelector Namespaces { get; init; } = LabelSelector.Everything;

    /// <summary>The objects that it wants to see.</summary>
    public LabelSelector Objects { get; init; } = LabelSelector.Everything;

    /// <summary>What else must hold for it to be called.</summary>
    public MatchConditions Conditions { get; init; } = new([]);

    /// <summary>True when a call that fails lets the request pass.</summary>
    public bool IgnoresFailures { get; init; }

    /// <summary>True when it wants to see what later webhooks change.</summary>
    public bool IsReinvocable { get; init; }

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The version of reviews that it is sent, v1 or v1beta1.</summary>
    public string ReviewVersion { get; init; } = "v1";
}
