using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>
/// Keeps both webhook configurations as the plan has them, and their caBundles as the keeper has it, whoever edits or deletes them;
/// or only the caBundles, where others register. Any number of replicas may do so at once.
/// </summary>
public sealed partial class WebhookRegistration : IDisposable
{
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(5);

    private readonly KubeClient _client;
    private readonly WebhookPlan _plan;
    private readonly WebhookConfigurations _configurations;
    private readonly CertificateKeeper _keeper;
    private readonly UpkeepServices _services;
    private readonly ILogger _logger;
    private readonly WorkQueue _queue;
    private readonly ConcurrentDictionary<ObjectKey, long> _repaired = new();

    /// <summary>Makes a registration that has written nothing yet.</summary>
    public WebhookRegistration(
        KubeClient client, WebhookPlan plan, WebhookConfigurations configurations, CertificateKeeper keeper, UpkeepServices services)
    {
        _client = client;
        _plan = plan;
        _configurations = configurations;
        _keeper = keeper;
        _services = services;
        _logger = services.Logging.CreateLogger<WebhookRegistration>();
        _queue = new(services.Time);
    }

    private IEnumerable<ObjectKey> Keys => [KeyOf(nameof(MutatingWebhookConfiguration)), KeyOf(nameof(ValidatingWebhookConfiguration))];

    /// <summary>Waits until the webhook answers and has certificates, then works until cancelled, then removes what it wrote if it is to.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> ready, CancellationToken cancellationToken)
    {
        try
        {
            await ready(cancellationToken);
            await _keeper.WaitAsync(cancellationToken);
            await _configurations.WaitForSyncAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.NotBegun(_logger, _plan.Options.Name);
            return;
        }

        _configurations.Subscribe(LookAtAll);
        _keeper.Subscribe(LookAtAll);
        LookAtAll();
        await _services.Loop("registration", _queue, ReconcileAsync).RunAsync(cancellationToken);
        if (_plan.Options is { Register: true, RemoveOnStop: true })
        {
            await RemoveAsync();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _queue.Dispose();

    private ObjectKey KeyOf(string kind) => new(KubeRoute.MutatingWebhookConfigurations.Group, kind, "", _plan.Options.Name);

    private void LookAtAll()
    {
        foreach (var key in Keys)
        {
            _queue.Add(key);
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var isMutating = key.Kind == nameof(MutatingWebhookConfiguration);
        IWebhookConfiguration? stored = isMutating ? _configurations.Mutating : _configurations.Validating;
        var bundle = _keeper.CaBundle;
        if (!_plan.Options.Register)
        {
            return await TrustAsync(key, stored, bundle, cancellationToken);
        }

        var wanted = isMutating ? _plan.Mutating(bundle) : _plan.Validating(bundle);
        if (stored is not null)
        {
            return await RepairAsync(key, stored, wanted, cancellationToken);
        }

        await _client.CreateRawAsync(RouteOf(key) with { Name = "" }, Bytes(WebhookManifest.Json(key.Kind, key.Name, wanted)), cancellationToken);
        return Written(key, "created");
    }

    private async Task<ReconcileResult> RepairAsync(
        ObjectKey key, IWebhookConfiguration stored, IReadOnlyList<RegisteredWebhook> wanted, CancellationToken cancellationToken)
    {
        var has = stored.Webhooks ?? [];
        if (IsSame(has, wanted))
        {
            return ReconcileResult.Done;
        }

        // Trust is restored at once; about the rest, another version may differ from this one.
        var isRepair = !IsSame(Untrusting(has), Untrusting(wanted));
        if (isRepair && BundlesOf(has).SequenceEqual(BundlesOf(wanted)) && RestOf(key) is { } rest)
        {
            return ReconcileResult.After(rest);
        }

        await WriteAsync(key, stored, WebhookManifest.Json(wanted), cancellationToken);
        if (isRepair)
        {
            _repaired[key] = _services.Time.GetTimestamp();
        }

        return Written(key, isRepair ? "repaired" : "trusted");
    }

    /// <summary>Writes the caBundle of each webhook, and leaves everything else of it as it is.</summary>
    private async Task<ReconcileResult> TrustAsync(ObjectKey key, IWebhookConfiguration? stored, byte[]? bundle, CancellationToken cancellationToken)
    {
        if (stored is null)
        {
            Log.Absent(_logger, key.Kind, key.Name);
            return ReconcileResult.Done;
        }

        if ((stored.Webhooks ?? []).All(webhook => IsSame(webhook.ClientConfig.CaBundle, bundle)))
        {
            return ReconcileResult.Done;
        }

        // The whole object: the model does not know all that others may have put into it.
        var whole = JsonNode.Parse(await _client.GetRawAsync(RouteOf(key).Path, cancellationToken))?["webhooks"]?.AsArray() ?? [];
        foreach (var clientConfig in whole.Select(webhook => webhook?["clientConfig"]).OfType<JsonObject>())
        {
            clientConfig["caBundle"] = Convert.ToBase64String(bundle ?? []);
        }

        await WriteAsync(key, stored, whole.DeepClone().AsArray(), cancellationToken);
        return Written(key, "trusted");
    }

    private Task<PartialObjectMetadata> WriteAsync(ObjectKey key, IWebhookConfiguration stored, JsonArray webhooks, CancellationToken cancellationToken)
    {
        var change = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = stored.Metadata.ResourceVersion },
            ["webhooks"] = webhooks,
        };
        return _client.PatchAsync(RouteOf(key), KubePatch.Merge(Bytes(change)), KubeJson.Default.PartialObjectMetadata, cancellationToken);
    }

    private ReconcileResult Written(ObjectKey key, string what)
    {
        _services.Telemetry.Registered(key.Kind, what);
        Log.Written(_logger, key.Kind, key.Name, what);
        return ReconcileResult.Done;
    }

    /// <summary>How long a repair must wait for; null when it need not.</summary>
    private TimeSpan? RestOf(ObjectKey key)
    {
        if (!_repaired.TryGetValue(key, out var last))
        {
            return null;
        }

        var rest = _plan.Options.RepairInterval - _services.Time.GetElapsedTime(last);
        return rest > TimeSpan.Zero ? rest : null;
    }

    private async Task RemoveAsync()
    {
        using var limit = new CancellationTokenSource(RemovalLimit, _services.Time);
        foreach (var key in Keys)
        {
            try
            {
                await _client.DeleteAsync(RouteOf(key), null, limit.Token);
                Log.Removed(_logger, key.Kind, key.Name);
            }
            catch (Exception failure) when (failure is KubeError || ControlLoopOptions.Classify(failure) == FailureKind.Transient)
            {
                Log.NotRemoved(_logger, key.Kind, key.Name, failure.Message);
            }
        }
    }

    private static KubeRoute RouteOf(ObjectKey key) => (key.Kind == nameof(MutatingWebhookConfiguration)
        ? KubeRoute.MutatingWebhookConfigurations
        : KubeRoute.ValidatingWebhookConfigurations).Of("", key.Name);

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static bool IsSame(IEnumerable<RegisteredWebhook> one, IEnumerable<RegisteredWebhook> other) =>
        JsonNode.DeepEquals(WebhookManifest.Json(one), WebhookManifest.Json(other));

    private static bool IsSame(byte[]? one, byte[]? other) => (one ?? []).AsSpan().SequenceEqual(other ?? []);

    private static IEnumerable<RegisteredWebhook> Untrusting(IEnumerable<RegisteredWebhook> webhooks) =>
        webhooks.Select(webhook => webhook with { ClientConfig = webhook.ClientConfig with { CaBundle = null } });

    private static IEnumerable<string> BundlesOf(IEnumerable<RegisteredWebhook> webhooks) =>
        webhooks.Select(webhook => Convert.ToBase64String(webhook.ClientConfig.CaBundle ?? []));

    private static partial class Log
    {
        [LoggerMessage(5121, LogLevel.Information, "Wrote the {Kind} {Name}: {What}")]
        public static partial void Written(ILogger logger, string kind, string name, string what);

        [LoggerMessage(5125, LogLevel.Debug, "Stopped before {Name} was to be registered")]
        public static partial void NotBegun(ILogger logger, string name);

        [LoggerMessage(5122, LogLevel.Warning, "There is no {Kind} {Name}, and it is not ours to register: the webhook is not asked about anything")]
        public static partial void Absent(ILogger logger, string kind, string name);

        [LoggerMessage(5123, LogLevel.Information, "Removed the {Kind} {Name}")]
        public static partial void Removed(ILogger logger, string kind, string name);

        [LoggerMessage(5124, LogLevel.Warning, "Could not remove the {Kind} {Name}: {Reason}")]
        public static partial void NotRemoved(ILogger logger, string kind, string name, string reason);
    }
}
