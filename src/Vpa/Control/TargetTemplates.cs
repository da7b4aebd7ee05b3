using System.Collections.Concurrent;
using System.Threading.Channels;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// The pod templates of targets that are scaled horizontally, too, read when asked for. Who asks never waits: an answer older than a
/// minute is given, and read anew; what nobody asked for in an hour is forgotten.
/// </summary>
public sealed partial class TargetTemplates(KubeClient client, TimeProvider time, ILogger<TargetTemplates> logger)
{
    private const int Readers = 4;

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FreshnessOfFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly KindRoutes _routes = new(client);
    private readonly ConcurrentDictionary<ObjectKey, Entry> _entries = new();
    private readonly Channel<ObjectKey> _asked = Channel.CreateUnbounded<ObjectKey>();

    /// <summary>How many targets were asked for and not forgotten.</summary>
    public int Count => _entries.Count;

    /// <summary>The template as last read; the same object until it is read anew.</summary>
    public TemplateReading Find(ObjectKey target)
    {
        var now = time.GetUtcNow();
        var entry = _entries.GetOrAdd(target, static _ => new());
        entry.UsedAt = now;
        if (now >= entry.FreshUntil && entry.TryAsk())
        {
            _asked.Writer.TryWrite(target);
        }

        return entry.Reading;
    }

    /// <summary>The template, read now unless what is known is younger than a minute.</summary>
    public async Task<TemplateReading> ReadAsync(ObjectKey target, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entry = _entries.GetOrAdd(target, static _ => new());
        entry.UsedAt = now;
        if (now >= entry.FreshUntil)
        {
            await RefreshAsync(target, entry, cancellationToken);
        }

        return entry.Reading;
    }

    /// <summary>Reads what is asked for until cancelled, to be called once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(_asked.Reader.ReadAllAsync(cancellationToken), limits, async (target, token) =>
            {
                Collect();
                if (_entries.TryGetValue(target, out var entry))
                {
                    await RefreshAsync(target, entry, token);
                    entry.Answered();
                }
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    // What cannot be had for a while leaves the last answer standing; what there is not, or we may not see, is an answer.
    private async Task RefreshAsync(ObjectKey target, Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            entry.Read(await AskAsync(target, cancellationToken), time.GetUtcNow() + Freshness);
        }
        catch (KubeError error) when (!error.IsTransient)
        {
            _routes.Forget(target.Group, target.Kind);
            entry.Read(new(new(), error.Message), time.GetUtcNow() + Freshness);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(failure) == FailureKind.Transient)
        {
            Log.Unreadable(logger, target.Kind, target, failure.Message);
            var known = entry.Reading;
            entry.Read(known.Template is null ? new(null, failure.Message) : known, time.GetUtcNow() + FreshnessOfFailure);
        }
    }

    private async Task<TemplateReading> AskAsync(ObjectKey target, CancellationToken cancellationToken)
    {
        var routes = await _routes.FindAsync(target.Group, target.Kind, cancellationToken);
        if (routes.Count == 0)
        {
            return new(new(), $"no matches for {target.Group}/, Resource={target.Kind}");
        }

        var workload = await client.GetAsync(routes[0].Of(target.Namespace, target.Name), KubeJson.Default.Workload, cancellationToken);
        return new(workload.Spec.Template, workload.Spec.Template.Spec.Containers.Count == 0 ? "it has no containers" : null);
    }

    private void Collect()
    {
        var oldest = time.GetUtcNow() - Lifetime;
        foreach (var pair in _entries.Where(pair => pair.Value.UsedAt < oldest))
        {
            _entries.TryRemove(pair);
        }
    }

    private sealed class Entry
    {
        private int _isAsked;

        public TemplateReading Reading { get; private set; } = TemplateReading.NotYet;

        public DateTimeOffset FreshUntil { get; private set; }

        public DateTimeOffset UsedAt { get; set; }

        public bool TryAsk() => Interlocked.Exchange(ref _isAsked, 1) == 0;

        public void Answered() => Interlocked.Exchange(ref _isAsked, 0);

        public void Read(TemplateReading reading, DateTimeOffset freshUntil) => (Reading, FreshUntil) = (reading, freshUntil);
    }

    private static partial class Log
    {
        [LoggerMessage(3020, LogLevel.Warning, "The pod template of {Kind} {Target} cannot be read: {Reason}")]
        public static partial void Unreadable(ILogger logger, string kind, ObjectKey target, string reason);
    }
}
