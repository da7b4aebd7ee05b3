using System.Net.Http.Headers;
using System.Net.Security;

namespace Autoscale.Kubernetes.Client;

/// <summary>What proves who the client is: an Authorization header, a client certificate, both or neither.</summary>
public sealed record KubeCredential(AuthenticationHeaderValue? Authorization, SslStreamCertificateContext? Certificate);
