namespace Autoscale.Kubernetes.Client;

/// <summary>A credential that never changes.</summary>
public sealed class StaticCredentials(KubeCredential credential) : ICredentialSource
{
    /// <summary>No credential at all.</summary>
    public static StaticCredentials Anonymous { get; } = new(new(null, null));

    /// <inheritdoc />
    public ValueTask<KubeCredential> GetAsync(DateTimeOffset now, CancellationToken cancellationToken) => new(credential);

    /// <inheritdoc />
    public void Reject(KubeCredential credential)
    {
        // There is no other one to offer.
    }
}
