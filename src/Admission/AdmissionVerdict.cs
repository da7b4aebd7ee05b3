namespace Autoscale.Admission;

/// <summary>What a policy says about a write: allowed, or denied and why; and warnings for the client either way.</summary>
public sealed record AdmissionVerdict
{
    /// <summary>Nothing against it.</summary>
    public static AdmissionVerdict Allowed { get; } = new();

    /// <summary>Why the write is refused; null when it is allowed.</summary>
    public AdmissionDenial? Denial { get; init; }

    /// <summary>Sentences that the client is shown; the server cuts what is beyond 256 characters each and 4096 in all.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the write may go on.</summary>
    public bool IsAllowed => Denial is null;
}
