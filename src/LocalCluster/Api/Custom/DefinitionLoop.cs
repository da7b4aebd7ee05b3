using System.Text.Json.Nodes;
using System.Threading.Channels;
using Autoscale.LocalCluster.Api.Aggregation;
using Autoscale.LocalCluster.Kinds.Extensions;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Follows the CustomResourceDefinitions: accepts their names, serves their resources, and empties those that are deleted.</summary>
internal sealed partial class DefinitionLoop
{
    private static readonly WriteOptions Status = WriteOptions.Internal with { Subresource = "status" };
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly ApiServer _server;
    private readonly ILogger _logger;
    private readonly ResourceKind? _kind;
    private readonly ServedDefinitions _served;
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<(string Group, string Kind), IDisposable> _emptying = [];

    /// <summary>Reads the definitions from the server's store; without their kind there is nothing to do.</summary>
    public DefinitionLoop(ApiServer server, ILogger logger)
    {
        (_server, _logger) = (server, logger);
        _kind = server.Kinds.Find("apiextensions.k8s.io", "v1", "customresourcedefinitions");
        _served = new ServedDefinitions(server.Kinds);
    }

    /// <summary>Works until cancelled, whenever a definition changes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_kind is null)
        {
            return;
        }

        using var subscription = _server.Store.Subscribe(_kind, _ => _changed.Writer.TryWrite(true));
        try
        {
            while (true)
            {
                await TryReconcileAsync(_kind, cancellationToken);
                await _changed.Reader.ReadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _emptying.Values.ToList().ForEach(one => one.Dispose());
        }
    }

    // A write that lost a race is made again at the change that won it; all else after a while.
    private async Task TryReconcileAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        try
        {
            await ReconcileAsync(kind, cancellationToken);
        }
        catch (ApiError error)
        {
            Log.Failed(_logger, error);
            await Task.Delay(RetryInterval, _server.Time, cancellationToken);
            _changed.Writer.TryWrite(true);
        }
    }

    private async Task ReconcileAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        var definitions = _server.Store.List(kind, null).Objects.Select(one => (JsonObject)one.Value.DeepClone()).ToList();
        foreach (var definition in definitions)
        {
            DefinitionStatus.Settle(definition, definitions.Where(other => other != definition), _server.Time.GetUtcNow());
        }

        // What a status says must be so before it says it.
        await ServeAsync(definitions.Where(DefinitionStatus.IsServed), cancellationToken);
        foreach (var definition in definitions)
        {
            await WriteStatusAsync(kind, definition, cancellationToken);
        }

        foreach (var definition in definitions.Where(DefinitionStatus.IsTerminating).ToList())
        {
            await EmptyAsync(kind, definition, definitions, cancellationToken);
        }
    }

    private async Task ServeAsync(IEnumerable<JsonObject> definitions, CancellationToken cancellationToken)
    {
        if (_served.Serve(definitions))
        {
            await LocalApiServices.FollowAsync(_server.Kinds, _server.Verbs, _server.Time.GetUtcNow(), cancellationToken);
        }
    }

    private Task WriteStatusAsync(ResourceKind kind, JsonObject definition, CancellationToken cancellationToken)
    {
        var (name, uid) = (definition.Metadata().Text("name"), definition.Metadata().Text("uid"));
        var change = (JsonObject current) =>
        {
            if (current.Metadata().Text("uid") != uid)
            {
                return null;
            }

            current["status"] = definition["status"]?.DeepClone();
            return current;
        };
        return IgnoreGoneAsync(() => _server.Verbs.UpdateAsync(kind, "", name, change, Status, cancellationToken));
    }

    private async Task EmptyAsync(ResourceKind kind, JsonObject definition, List<JsonObject> all, CancellationToken cancellationToken)
    {
        var now = _server.Time.GetUtcNow();
        if (DefinitionStatus.IsTrue(definition, "Established"))
        {
            DefinitionStatus.Set(definition, "Terminating", true, "InstanceDeletionInProgress", "CustomResource deletion is in progress", now);
            await WriteStatusAsync(kind, definition, cancellationToken);
            if (!await DeleteObjectsAsync(definition, cancellationToken))
            {
                return;
            }

            DefinitionStatus.Set(definition, "Terminating", false, "InstanceDeletionCompleted", "removed all instances", now);
        }
        else
        {
            DefinitionStatus.Set(definition, "Terminating", false, "NeverEstablished", "resource was never established", now);
        }

        await WriteStatusAsync(kind, definition, cancellationToken);
        all.Remove(definition);
        await ServeAsync(all.Where(DefinitionStatus.IsServed), cancellationToken);
        var change = (JsonObject current) => WithoutFinalizer(current);
        await IgnoreGoneAsync(() => _server.Verbs.UpdateAsync(kind, "", definition.Metadata().Text("name"), change, WriteOptions.Internal, cancellationToken));
    }

    // Whether all are gone; those that finalizers hold wake us when they go.
    private async Task<bool> DeleteObjectsAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        var names = definition.Child("status").Child("acceptedNames");
        var key = (Group: definition.Child("spec").Text("group"), Kind: names.Text("kind"));
        if (_server.Kinds.Picture.FindStored(key.Group, key.Kind) is not { Custom: not null } custom)
        {
            return true;
        }

        if (!_emptying.ContainsKey(key))
        {
            _emptying[key] = _server.Store.Subscribe(custom, change => _changed.Writer.TryWrite(change.Type == "DELETED"));
        }

        foreach (var one in _server.Store.List(custom, null).Objects.ToList())
        {
            await IgnoreGoneAsync(() => _server.Verbs.DeleteAsync(custom, one.Namespace, one.Name, new DeleteOptions(), cancellationToken));
        }

        if (_server.Store.List(custom, null).Objects.Any())
        {
            return false;
        }

        _emptying.Remove(key, out var subscription);
        subscription?.Dispose();
        return true;
    }

    private static JsonObject? WithoutFinalizer(JsonObject current)
    {
        var kept = current.Metadata().Texts("finalizers").Where(one => one != CustomResourceDefinitionKind.Cleanup).Select(one => JsonValue.Create(one)).ToArray<JsonNode?>();
        current.Metadata()["finalizers"] = new JsonArray(kept);
        return DefinitionStatus.IsTerminating(current) ? current : null;
    }

    private static async Task IgnoreGoneAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (ApiError error) when (error.Code == 404)
        {
            return;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7030, LogLevel.Warning, "Following the custom resource definitions failed; trying again")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
