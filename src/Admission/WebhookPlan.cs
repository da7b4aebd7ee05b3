using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission;

/// <summary>What the webhook configurations must say, by the rules of the policies.</summary>
/// <param name="options">How to register.</param>
/// <param name="mutates">The writes that policies may change.</param>
/// <param name="validates">The writes that policies may refuse.</param>
/// <param name="hasEffects">Whether allowing a write has an effect of its own.</param>
public sealed class WebhookPlan(
    RegistrationOptions options, IEnumerable<AdmissionRule> mutates, IEnumerable<AdmissionRule> validates, bool hasEffects)
{
    private const string NamespaceName = "kubernetes.io/metadata.name";

    private readonly IReadOnlyList<AdmissionRule> _mutates = RuleUnion.Of(mutates);
    private readonly IReadOnlyList<AdmissionRule> _validates = RuleUnion.Of(validates);

    /// <summary>How to register.</summary>
    public RegistrationOptions Options { get; } = options;

    /// <summary>The mutating webhook, or none when nothing is changed.</summary>
    public IReadOnlyList<RegisteredWebhook> Mutating(byte[]? caBundle) => Webhooks(_mutates, "mutate", caBundle, webhook => webhook with
    {
        SideEffects = "None",

        // What another webhook adds afterwards, say a container, must get its defaults, too.
        ReinvocationPolicy = "IfNeeded",
    });

    /// <summary>The validating webhook, or none when nothing is refused.</summary>
    public IReadOnlyList<RegisteredWebhook> Validating(byte[]? caBundle) => Webhooks(_validates, "validate", caBundle, webhook => webhook with
    {
        SideEffects = hasEffects ? "NoneOnDryRun" : "None",
    });

    private IReadOnlyList<RegisteredWebhook> Webhooks(
        IReadOnlyList<AdmissionRule> rules, string verb, byte[]? caBundle, Func<RegisteredWebhook, RegisteredWebhook> complete)
    {
        if (rules.Count == 0)
        {
            return [];
        }

        var conditions = IrrelevantWrites.Conditions(rules);
        return
        [
            complete(new()
            {
                Name = $"{verb}.{Options.Domain}",
                ClientConfig = Options.Address.ClientConfig($"/{verb}", caBundle),
                Rules = [.. rules.Select(RuleUnion.Register)],
                FailurePolicy = Options.FailurePolicy.ToString(),
                MatchPolicy = "Equivalent",
                NamespaceSelector = Elsewhere(),
                ObjectSelector = new(),
                TimeoutSeconds = (int)Options.Timeout.TotalSeconds,
                AdmissionReviewVersions = ["v1"],
                MatchConditions = conditions.Count == 0 ? null : conditions,
            }),
        ];
    }

    private LabelSelectorSpec Elsewhere() => Options.ExcludedNamespaces.Count == 0 ? new() : new()
    {
        MatchExpressions =
        [
            new() { Key = NamespaceName, Operator = "NotIn", Values = [.. Options.ExcludedNamespaces.Distinct().Order(StringComparer.Ordinal)] },
        ],
    };
}
