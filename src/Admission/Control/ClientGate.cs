using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Admission.Control;

/// <summary>Lets in callers with a client certificate of a trusted authority, or everybody when none is named.</summary>
internal sealed class ClientGate(AdmissionOptions options, TimeProvider time)
{
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

        var verdict = _verdicts.GetValue(certificate, shown => new(ClientCertificates.IsIssuedBy(authorities, shown, time.GetUtcNow())));
        return verdict.Value ? null : Refusals.Stranger;
    }
}
