namespace Autoscale.Admission.Control;

/// <summary>
/// What tells API servers to call a server of ours and which authorities to trust for it: webhook configurations, or APIServices.
/// </summary>
public interface IRegistrations
{
    /// <summary>Whether it is known what there is.</summary>
    bool HasSynced { get; }

    /// <summary>The caBundle (PEM, null where there is none) of each; none also while that is not known.</summary>
    IEnumerable<byte[]?> Bundles { get; }

    /// <summary>Calls the handler whenever one of them has changed.</summary>
    void Subscribe(Action changed);

    /// <summary>The caBundle of each, from a fresh read.</summary>
    Task<IReadOnlyList<byte[]?>> ReadBundlesAsync(CancellationToken cancellationToken);
}
