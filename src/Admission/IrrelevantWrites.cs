using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission;

/// <summary>Match conditions that keep away what rules for all resources cover, and no policy means.</summary>
internal static class IrrelevantWrites
{
    // What the built-in quota plugin ignores of what lives in namespaces; and leases, which are renewed every few seconds.
    private static readonly IReadOnlyList<(string Group, string Resource, AdmissionOperation? Operation)> Kept =
    [
        ("", "bindings", null),
        ("", "events", null),
        ("events.k8s.io", "events", null),
        ("authorization.k8s.io", "localsubjectaccessreviews", null),
        ("coordination.k8s.io", "leases", AdmissionOperation.Update),
    ];

    /// <summary>The conditions for a webhook of these rules; none of what a rule names.</summary>
    public static IReadOnlyList<WebhookMatchCondition> Conditions(IReadOnlyList<AdmissionRule> rules) =>
    [
        .. from kept in Kept
           where rules.Any(rule => IsCoveredUnnamed(rule, kept)) && !rules.Any(rule => rule.Resources.Contains(kept.Resource))
           select Condition(kept),
    ];

    private static bool IsCoveredUnnamed(AdmissionRule rule, (string Group, string Resource, AdmissionOperation? Operation) kept) =>
        rule.Resources.Contains("*")
        && (rule.Groups.Contains("*") || rule.Groups.Contains(kept.Group))
        && (kept.Operation is null || rule.Operations.Contains(kept.Operation.Value));

    private static WebhookMatchCondition Condition((string Group, string Resource, AdmissionOperation? Operation) kept)
    {
        var operation = kept.Operation is { } one ? $"request.operation == \"{one.Name()}\" && " : "";
        return new()
        {
            Name = kept.Group.Length == 0 ? $"no-{kept.Resource}" : $"no-{kept.Resource}.{kept.Group}",
            Expression = $"!({operation}request.resource.group == \"{kept.Group}\" && request.resource.resource == \"{kept.Resource}\")",
        };
    }
}
