using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autoscale.Kubernetes.Client;

/// <summary>
/// The API's generic verbs over HTTP/2; a no of the server is thrown as <see cref="KubeError"/>, an answer that does not
/// come as <see cref="TimeoutException"/>. It has no PUT: a thin model would drop the fields that it does not know.
/// </summary>
public sealed class KubeClient(KubeConfig config, KubeClientOptions options) : IDisposable
{
    private readonly KubeConnection _connection = new(config, options);

    /// <summary>The configuration in use.</summary>
    public KubeConfig Config { get; } = config;

    /// <summary>Reads one object, or a subresource of it.</summary>
    public async Task<T> GetAsync<T>(KubeRoute route, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        Parse(await _connection.CallAsync(new(HttpMethod.Get, route.Path), cancellationToken), type);

    /// <summary>Reads one object; null when it does not exist.</summary>
    public async Task<T?> FindAsync<T>(KubeRoute route, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
        where T : class
    {
        try
        {
            return await GetAsync(route, type, cancellationToken);
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads any path of the server as it is, e.g. a node's proxy.</summary>
    public Task<byte[]> GetRawAsync(string pathAndQuery, CancellationToken cancellationToken = default) =>
        GetRawAsync(pathAndQuery, int.MaxValue, cancellationToken);

    /// <summary>Reads any path of the server as it is; throws <see cref="HttpRequestException"/> when there are more bytes than allowed.</summary>
    public Task<byte[]> GetRawAsync(string pathAndQuery, int maxBytes, CancellationToken cancellationToken = default) =>
        _connection.CallAsync(new(HttpMethod.Get, pathAndQuery) { Accept = "*/*", MaxBytes = maxBytes }, cancellationToken);

    /// <summary>Lists all objects, page by page; when the continue token expires on the way, all at once, as client-go does.</summary>
    public async Task<KubeList<T>> ListAsync<T>(
        KubeRoute route, ListOptions list, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
    {
        var items = new List<T>();
        var next = "";
        while (true)
        {
            KubeList<T> page;
            try
            {
                page = await ListPageAsync(route, list, next, type, cancellationToken);
            }
            catch (KubeError error) when (error.IsExpired && next.Length > 0)
            {
                return await ListPageAsync(route, list with { PageSize = 0 }, "", type, cancellationToken);
            }

            items.AddRange(page.Items);
            next = page.Continue;
            if (next.Length == 0)
            {
                return page with { Items = items };
            }
        }
    }

    /// <summary>Watches objects; returns once the server has accepted the watch.</summary>
    public async Task<WatchStream<T>> WatchAsync<T>(
        KubeRoute route, WatchOptions watch, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
        where T : class, Models.IKubeObject
    {
        var seconds = Math.Max(1, (long)watch.Timeout.TotalSeconds);
        var path = new QueryBuilder(route.Path)
            .Add("watch", "true")
            .Add("allowWatchBookmarks", "true")
            .Add("timeoutSeconds", $"{seconds}")
            .Add("resourceVersion", watch.ResourceVersion)
            .Add("labelSelector", watch.LabelSelector)
            .Add("fieldSelector", watch.FieldSelector)
            .ToString();
        return await WatchStream<T>.OpenAsync(
            token => _connection.OpenAsync(new(HttpMethod.Get, path) { Accept = Accept("PartialObjectMetadata", watch.MetadataOnly) }, token),
            new(route, TimeSpan.FromSeconds(seconds) + options.WatchSlack, options.Time),
            type,
            cancellationToken);
    }

    /// <summary>Creates an object in the collection, or posts to a subresource; returns what the server stored.</summary>
    public async Task<T> CreateAsync<T>(KubeRoute route, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        Parse(await CreateRawAsync(route, JsonSerializer.SerializeToUtf8Bytes(body, type), cancellationToken), type);

    /// <summary>Creates an object from its JSON as it is; returns the server's JSON.</summary>
    public Task<byte[]> CreateRawAsync(KubeRoute route, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        _connection.CallAsync(new(HttpMethod.Post, route.Path) { Body = json }, cancellationToken);

    /// <summary>Patches an object or a subresource; returns what the server stored.</summary>
    public async Task<T> PatchAsync<T>(KubeRoute route, KubePatch patch, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        Parse(await PatchRawAsync(route, patch, cancellationToken), type);

    /// <summary>Patches an object or a subresource; returns the server's JSON.</summary>
    public Task<byte[]> PatchRawAsync(KubeRoute route, KubePatch patch, CancellationToken cancellationToken = default) =>
        _connection.CallAsync(new(HttpMethod.Patch, route.Path) { Body = patch.Body, MediaType = patch.MediaType }, cancellationToken);

    /// <summary>Deletes an object; the policy is Background, Foreground, Orphan, or null for the kind's own.</summary>
    public Task DeleteAsync(KubeRoute route, string? propagationPolicy = null, CancellationToken cancellationToken = default) =>
        _connection.CallAsync(
            new(HttpMethod.Delete, new QueryBuilder(route.Path).Add("propagationPolicy", propagationPolicy).ToString()), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private async Task<KubeList<T>> ListPageAsync<T>(
        KubeRoute route, ListOptions list, string next, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var path = new QueryBuilder(route.Path)
            .Add("limit", list.PageSize > 0 ? $"{list.PageSize}" : null)
            .Add("continue", next)
            .Add("labelSelector", list.LabelSelector)
            .Add("fieldSelector", list.FieldSelector)
            .ToString();
        var call = new KubeCall(HttpMethod.Get, path) { Accept = Accept("PartialObjectMetadataList", list.MetadataOnly) };
        return ListReader.Read(await _connection.CallAsync(call, cancellationToken), type);
    }

    // Whole objects do, too, where a server cannot cut them down.
    private static string Accept(string metadataKind, bool isMetadataOnly) =>
        isMetadataOnly ? $"application/json;as={metadataKind};g=meta.k8s.io;v=v1,application/json" : "application/json";

    private static T Parse<T>(byte[] json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException("the server answered null");
}
