using System.Net;

namespace Autoscale.Hpa.Tests.Control;

/// <summary>An API made of answers by path; what it has none for is never answered.</summary>
internal sealed class StubScales(Dictionary<string, (HttpStatusCode Code, string Json)> answers) : HttpMessageHandler
{
    public List<string> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri?.AbsolutePath ?? "";
        Asked.Add(path);
        return answers.TryGetValue(path, out var answer)
            ? Task.FromResult(new HttpResponseMessage(answer.Code) { Content = new StringContent(answer.Json) })
            : new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);
    }
}
