using System.Net;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Tests.Explains;

/// <summary>An API with an autoscaler shop/web and nothing else, which answers by a code when a lease is read.</summary>
internal sealed class LeaseRefusal(KubeRoute lease, int code) : HttpMessageHandler
{
    private const string Found = """{"metadata":{"name":"web","namespace":"shop"},"spec":{},"items":[]}""";

    private string Refusal => $$"""
        {"kind":"Status","status":"Failure","message":"no","reason":"{{(code == 404 ? "NotFound" : "Forbidden")}}","details":{"name":"{{lease.Name}}"},"code":{{code}}}
        """;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(request.RequestUri?.AbsolutePath == lease.Path
            ? new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(Refusal) }
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Found) });
}
