using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Admission.Control;

/// <summary>Lets in callers with a client certificate of a trusted authority, or everybody when none is named.</summary>
internal sealed class ClientGate(AdmissionOptions options, TimeProvider time)
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    // A certificate object belongs to one connection: its chain is built once for all reviews that come over it.
    private readonly ConditionalWeakTable<X509Certificate2, StrongBox<bool>> _verdicts = [];

    /// <summary>Why the caller is not let in, or null.</summary>
    public AdmissionDenial? Refuse(HttpContext http)
    {
        if (options.ClientAuthorities is not { } authorities)
        {
            return null;
        }

        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return Refusals.Unauthorized;
        }

        var verdict = _verdicts.GetValue(certificate, shown => new(IsIssuedBy(shown, authorities)));
        return verdict.Value ? null : Refusals.Stranger;
    }

    private bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        return chain.Build(certificate);
    }
}
