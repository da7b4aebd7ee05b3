using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Declared;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Makes what runs for a declared source be what is declared: begins, replaces and ends it, and lets its status be written. A source
/// that is replaced answers until the new one has something to say; one that cannot be asked makes its metrics absent with the reason.
/// </summary>
internal sealed partial class MetricSourceReconciler(
    DeclaredSources sources, SecretWatches secrets, SourceFactory factory, StatusWriting statuses, ILogger<MetricSourceReconciler> logger) : IAsyncDisposable
{
    private static readonly TimeSpan SecretWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefectWait = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ObjectKey, SourceSlot> _slots = new();

    /// <summary>Called with the key of a source whose health has changed.</summary>
    public Action<ObjectKey> HealthChanged { get; set; } = _ => { };

    /// <summary>Does for one source what is to be done.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (sources.Find(key) is not { } source)
        {
            await EndAsync(key);
            return ReconcileResult.Done;
        }

        var used = SecretUse.Of(source);
        secrets.Refer(key, used);
        var answers = used.ToDictionary(secret => secret, secrets.Find);
        if (answers.ContainsValue(null))
        {
            // Whoever tells of the Secret calls again; why it cannot be read nobody tells.
            return ReconcileResult.After(SecretWait);
        }

        var known = answers.ToDictionary(answer => answer.Key, answer => answer.Value ?? SecretAnswer.Missing);
        var plan = SourcePlan.Of(source, known, sources.Ownership);
        var slot = _slots.GetOrAdd(key, _ => new SourceSlot());
        await RunAsync(key, slot, plan, FingerprintOf(source, plan, known));
        var rest = slot.IsSettled ? await statuses.WriteAsync(key, source, plan, slot, cancellationToken) : SecretWait;
        return ReconcileResult.After(known.Values.Any(answer => answer.Problem is not null) && rest > SecretWait ? SecretWait : rest);
    }

    /// <summary>Ends all sources.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var key in _slots.Keys)
        {
            await EndAsync(key);
        }
    }

    private async Task RunAsync(ObjectKey key, SourceSlot slot, SourcePlan plan, string fingerprint)
    {
        await slot.SettleAsync(factory.Now);
        if (slot.Newest is { } newest && newest.Fingerprint == fingerprint && !MustBeginAnew(key, slot, newest))
        {
            return;
        }

        var stage = factory.NewStage();
        var made = (stage, factory.Make(plan, stage.Table), factory.Now);
        await slot.BeginAsync(new SourceRun(fingerprint, plan, made, () => HealthChanged(key)), factory.Now);
        Log.Begun(logger, plan.Settings.Name, plan.Metrics.Count);
    }

    // A defect of ours must not be repeated without end, and not end the source for good either.
    private bool MustBeginAnew(ObjectKey key, SourceSlot slot, SourceRun run)
    {
        if (run.Defect is null)
        {
            return false;
        }

        if (slot.NoteDefect(run, factory.Now))
        {
            Log.Ended(logger, key, run.Failure);
        }

        return slot.HasRested(factory.Now, DefectWait);
    }

    private async Task EndAsync(ObjectKey key)
    {
        secrets.Refer(key, []);
        if (_slots.TryRemove(key, out var slot))
        {
            await slot.DisposeAsync();
            Log.Gone(logger, key);
        }
    }

    // Of the Secrets only what tells that they have changed.
    private static string FingerprintOf(IDeclaredSource source, SourcePlan plan, Dictionary<ObjectKey, SecretAnswer> secrets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(source.Spec, MetricsJson.Default.MetricSourceSpec));
        hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join('\n', plan.Metrics)}\n{string.Join('\n', plan.Problems)}"));
        foreach (var secret in secrets.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal).Select(one => one.Value.Secret))
        {
            foreach (var (name, data) in (secret?.Data ?? new Dictionary<string, byte[]>()).OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{name}:{data.Length}:"));
                hash.AppendData(data);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static partial class Log
    {
        [LoggerMessage(1512, LogLevel.Information, "{Source} is asked as it is declared now, for {Metrics} metrics by name")]
        public static partial void Begun(ILogger logger, string source, int metrics);

        [LoggerMessage(1513, LogLevel.Information, "Metric source {Key} is gone")]
        public static partial void Gone(ILogger logger, ObjectKey key);

        [LoggerMessage(1514, LogLevel.Error, "Metric source {Key} has ended by itself, and is begun anew in a while")]
        public static partial void Ended(ILogger logger, ObjectKey key, Exception? failure);
    }
}
