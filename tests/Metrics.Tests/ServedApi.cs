using System.Net;

namespace Autoscale.Metrics.Tests;

/// <summary>Stands for an API server whose metrics.k8s.io somebody serves: pods as a test wants, and one node.</summary>
internal sealed class ServedApi : HttpMessageHandler
{
    private const string Node = """{"metadata":{"name":"n1"},"timestamp":"2026-01-02T03:04:05Z","window":"20s","usage":{"cpu":"2","memory":"1Gi"}}""";

    public IReadOnlyList<string> Pods { get; set; } = [];

    public HttpStatusCode Code { get; set; } = HttpStatusCode.OK;

    /// <summary>What it answers in place of lists.</summary>
    public string? Text { get; set; }

    public int PageSize { get; set; } = int.MaxValue;

    public int Requests { get; private set; }

    public static string Pod(string @namespace, string name, string cpu) => $$"""
        {"metadata":{"name":"{{name}}","namespace":"{{@namespace}}"},"timestamp":"2026-01-02T03:04:05Z","window":"15.2s",
        "containers":[{"name":"app","usage":{"cpu":"{{cpu}}","memory":"20Mi"} }]}
        """;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var text = Code != HttpStatusCode.OK ? "no" : Text ?? List(request.RequestUri!);
        return Task.FromResult(new HttpResponseMessage(Code) { Content = new StringContent(text) });
    }

    private string List(Uri address)
    {
        if (address.AbsolutePath.EndsWith("/nodes", StringComparison.Ordinal))
        {
            return $$"""{"metadata":{},"items":[{{Node}}]}""";
        }

        var from = address.Query.Split("continue=") is [_, var next] ? int.Parse(next.Split('&')[0]) : 0;
        var page = Pods.Skip(from).Take(PageSize).ToList();
        var rest = from + page.Count < Pods.Count ? $"\"continue\":\"{from + page.Count}\"" : "";
        return $$"""{"metadata":{{{rest}}},"items":[{{string.Join(',', page)}}]}""";
    }
}
