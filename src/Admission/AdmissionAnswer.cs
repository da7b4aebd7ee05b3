namespace Autoscale.Admission;

/// <summary>What the chain says about a review: a refusal or none, warnings, and the changes.</summary>
public sealed record AdmissionAnswer
{
    /// <summary>Nothing against it, nothing to change.</summary>
    public static AdmissionAnswer Allowed { get; } = new();

    /// <summary>Why the write is refused; null when it is allowed.</summary>
    public AdmissionDenial? Denial { get; init; }

    /// <summary>Warnings of all policies, in their order, as they gave them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The changes as an RFC 6902 patch in UTF-8; empty when nothing changes.</summary>
    public ReadOnlyMemory<byte> Patch { get; init; }
}
