using System.Net.Security;

namespace Autoscale.Kubernetes.Client;

/// <summary>A bearer token in a file that others replace as it rotates; read again every minute and after a 401.</summary>
public sealed class TokenFileCredentials(string path, SslStreamCertificateContext? certificate = null) : ICredentialSource
{
    private static readonly TimeSpan RereadAfter = TimeSpan.FromMinutes(1);
    private ReadToken? _last;

    /// <inheritdoc />
    public ValueTask<KubeCredential> GetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is null || now - last.At >= RereadAfter)
        {
            last = new(Read(last), now);
            Volatile.Write(ref _last, last);
        }

        return new(last.Credential);
    }

    /// <inheritdoc />
    public void Reject(KubeCredential credential)
    {
        if (Volatile.Read(ref _last) is { } last && last.Credential == credential)
        {
            Volatile.Write(ref _last, last with { At = DateTimeOffset.MinValue });
        }
    }

    private KubeCredential Read(ReadToken? last)
    {
        try
        {
            return new(new("Bearer", ConfigFile.Read(path).Trim()), certificate);
        }
        catch (KubeConfigException) when (last is not null)
        {
            // As client-go does: while the file is being replaced, the token that was read last serves on.
            return last.Credential;
        }
    }

    private sealed record ReadToken(KubeCredential Credential, DateTimeOffset At);
}
