using Autoscale.Kubernetes;

namespace Autoscale.Quota;

/// <summary>What the quotas of a namespace say about a write: allowed and what it is charged, or refused and why.</summary>
public sealed record QuotaVerdict
{
    private static readonly IReadOnlyDictionary<string, ResourceVector> None = new Dictionary<string, ResourceVector>();

    /// <summary>Why the write is refused, as it stands after "is forbidden: "; null when it is allowed.</summary>
    public string? Refusal { get; init; }

    /// <summary>What each quota is charged, by the quota's name; without the quotas that are charged nothing, and empty when the write is refused.</summary>
    public IReadOnlyDictionary<string, ResourceVector> Charges { get; init; } = None;

    /// <summary>The quotas after the charge; as they were before when nothing is charged.</summary>
    public required QuotaLedger Ledger { get; init; }

    /// <summary>Whether the write may go on.</summary>
    public bool IsAllowed => Refusal is null;
}
