namespace Autoscale.Kubernetes.Client;

/// <summary>Gives the credential of each request.</summary>
public interface ICredentialSource
{
    /// <summary>The credential to use now.</summary>
    ValueTask<KubeCredential> GetAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Hears that the server refused a credential (401), so that the next one is a fresh one where that is possible.</summary>
    void Reject(KubeCredential credential);
}
