using Autoscale.Admission.Control;
using Autoscale.Metrics.Control;

namespace Autoscale;

/// <summary>The APIServices that lead to our metrics APIs, as far as they say which authorities are trusted.</summary>
internal sealed class ApiServiceTrust(ApiServiceRegistration registration) : IRegistrations
{
    /// <inheritdoc />
    public bool HasSynced => registration.HasSynced;

    /// <inheritdoc />
    public IEnumerable<byte[]?> Bundles => registration.Bundles;

    /// <inheritdoc />
    public void Subscribe(Action changed) => registration.Subscribe(changed);

    /// <inheritdoc />
    public Task<IReadOnlyList<byte[]?>> ReadBundlesAsync(CancellationToken cancellationToken) => registration.ReadBundlesAsync(cancellationToken);
}
