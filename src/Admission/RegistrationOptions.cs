using System.ComponentModel.DataAnnotations;

namespace Autoscale.Admission;

/// <summary>How the webhook is registered with the API server.</summary>
public sealed record RegistrationOptions : IValidatableObject
{
    /// <summary>Where API servers reach the webhook.</summary>
    public required WebhookAddress Address { get; init; }

    /// <summary>Name of both configurations; autoscale-governance by default.</summary>
    public string Name { get; init; } = "autoscale-governance";

    /// <summary>What the names of the webhooks end with, after mutate and validate; governance.autoscale.dev by default.</summary>
    public string Domain { get; init; } = "governance.autoscale.dev";

    /// <summary>
    /// Namespaces that the webhook is not asked about; by default those without which a cluster does not come up. The webhook's own
    /// belongs here, too.
    /// </summary>
    public IReadOnlyList<string> ExcludedNamespaces { get; init; } = ["kube-system", "kube-node-lease"];

    /// <summary>What becomes of writes while the webhook is down; Ignore by default, Fail is for who enforces.</summary>
    public WebhookFailurePolicy FailurePolicy { get; init; } = WebhookFailurePolicy.Ignore;

    /// <summary>How long the API server waits for an answer, in whole seconds; 1 to 30 s, 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the configurations are written as a whole (the default), or only the caBundle of those that are there.</summary>
    public bool Register { get; init; } = true;

    /// <summary>Whether the configurations are removed at the end; not by default, since what enforces must not stop to by stopping.</summary>
    public bool RemoveOnStop { get; init; }

    /// <summary>
    /// Shortest time between two repairs of anything but the caBundle, so that two versions that want different things do not
    /// keep each other busy; 10 s by default.
    /// </summary>
    public TimeSpan RepairInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Timeout.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return new($"the webhook's timeout is {Timeout}: only whole seconds can be registered", [nameof(Timeout)]);
        }
    }
}
