using System.Net;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Tests;

/// <summary>
/// Asks for metrics as Kubernetes' own horizontal autoscaler does (k8s.io/metrics/pkg/client, and the controller's rest metrics client),
/// and says what it would say in its conditions when there are none.
/// </summary>
internal sealed class BuiltInAutoscaler : IDisposable
{
    private readonly HttpClient _http;

    public BuiltInAutoscaler(HttpClient http)
    {
        _http = http;
        _http.DefaultRequestHeaders.Add("Accept", "application/vnd.kubernetes.protobuf,application/json");
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The metric of the pods that have it, by name.</summary>
    public async Task<string> PodsAsync(string metric, string labels)
    {
        var (list, error) = await GetAsync($"{await CustomAsync()}/namespaces/demo/pods/*/{metric}?labelSelector={Uri.EscapeDataString(labels)}");
        return error is not null ? $"unable to get metric {metric}: unable to fetch metrics from custom metrics API: {error}"
            : list!.Count == 0 ? $"unable to get metric {metric}: no metrics returned from custom metrics API"
            : string.Join(' ', list.Select(one => $"{one!["describedObject"]!["name"]}={Milli(one)}"));
    }

    /// <summary>The metric of one object, given as resource/name, or of the namespace.</summary>
    public async Task<string> ObjectAsync(string metric, string @object)
    {
        var path = @object == "namespace" ? $"namespaces/demo/metrics/{metric}" : $"namespaces/demo/{@object}/{metric}";
        var (list, error) = await GetAsync($"{await CustomAsync()}/{path}");
        return error is not null ? $"unable to get metric {metric}: {@object} on demo unable to fetch metrics from custom metrics API: {error}"
            : list!.Count != 1 ? $"the custom metrics API server returned {list.Count} results when we asked for exactly one"
            : Milli(list[0]!);
    }

    /// <summary>The values of an external metric.</summary>
    public async Task<string> ExternalAsync(string metric, string labels)
    {
        var (list, error) = await GetAsync($"/apis/external.metrics.k8s.io/v1beta1/namespaces/demo/{metric}?labelSelector={Uri.EscapeDataString(labels)}");
        return error is not null ? $"unable to get external metric demo/{metric}/: unable to fetch metrics from external metrics API: {error}"
            : list!.Count == 0 ? "no metrics returned from external metrics API"
            : string.Join(' ', list.Select(one => Milli(one!)));
    }

    private static string Milli(JsonNode value) => Quantity.Parse((string)value["value"]!).ToString();

    // The version is the one that discovery prefers.
    private async Task<string> CustomAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        using var answer = await _http.SendAsync(request);
        var groups = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["groups"]!.AsArray();
        var group = groups.Single(one => (string?)one!["name"] == "custom.metrics.k8s.io");
        return $"/apis/{group!["preferredVersion"]!["groupVersion"]}";
    }

    private async Task<(JsonArray? Items, string? Error)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return answer.StatusCode == HttpStatusCode.OK ? (json["items"]!.AsArray(), null) : (null, (string?)json["message"]);
    }
}
