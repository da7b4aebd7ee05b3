using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>An amount on its way into the status: millicores or bytes, or a quantity where it is not written as those are (the bound of a policy).</summary>
internal readonly struct DraftAmount(long units, Quantity? written = null)
{
    /// <summary>No amount.</summary>
    public const long Absent = -1;

    // Boxed: few amounts have one, and the others are passed about in two words.
    private readonly object? _written = written;

    /// <summary>No amount.</summary>
    public static DraftAmount None => new(Absent);

    /// <summary>Millicores or bytes.</summary>
    public long Units => units;

    /// <summary>Whether it is a quantity.</summary>
    public bool IsWritten => _written is not null;

    /// <summary>The quantity, where it is one.</summary>
    public Quantity? Written => _written is Quantity quantity ? quantity : null;
}
