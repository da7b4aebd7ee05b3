using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Writes checkpoints, those first that were not written for longest, as long as the time for it lasts; and deletes those whose
/// autoscaler is gone.
/// </summary>
internal sealed partial class CheckpointLoop(
    CheckpointStore store, CheckpointIndex index, VerticalSight sight, KubeClient client, CheckpointTools tools)
{
    private readonly ConcurrentDictionary<ObjectKey, DateTimeOffset> _written = new();
    private readonly ConcurrentDictionary<ObjectKey, bool> _urgent = new();
    private DateTimeOffset? _collected;

    private VerticalOptions Options => tools.Options;

    /// <summary>Lets the checkpoints of an autoscaler be written the next time, however lately they were.</summary>
    public void Hurry(ObjectKey vpa) => _urgent[vpa] = true;

    /// <summary>Writes and collects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _written.Clear();
        try
        {
            var next = Task.Delay(Options.Interval, tools.Time, cancellationToken);
            while (true)
            {
                await next;
                next = Task.Delay(Options.Interval, tools.Time, cancellationToken);
                await WriteAsync(Due(), Options.Checkpoints.Timeout, cancellationToken);
                await CollectAsync(cancellationToken);
            }
        }
        catch (Exception stop) when (cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(stop) == FailureKind.Transient)
        {
            // A request that is cancelled does not always say so itself.
            Log.Stopped(tools.Logger);
        }
    }

    /// <summary>Writes the checkpoints of all autoscalers of which more is known than when they were written, as far as the time lasts.</summary>
    public Task WriteAllAsync(TimeSpan limit, CancellationToken cancellationToken) => WriteAsync([.. sight.Keys], limit, cancellationToken);

    private List<ObjectKey> Due()
    {
        var now = tools.Time.GetUtcNow();
        return [.. sight.Keys
            .Select(key => (Key: key, At: _written.GetValueOrDefault(key), IsUrgent: _urgent.ContainsKey(key)))
            .Where(one => one.IsUrgent || now - one.At >= Options.Checkpoints.Rest)
            .OrderBy(one => (!one.IsUrgent, one.At))
            .Select(one => one.Key)];
    }

    private async Task WriteAsync(IReadOnlyList<ObjectKey> due, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, tools.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = Options.Workers, CancellationToken = both.Token },
                async (key, token) => await WriteAsync(key, token));
        }
        catch (Exception late) when (
            deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(late) == FailureKind.Transient)
        {
            Log.OutOfTime(tools.Logger, limit);
        }
    }

    private async Task WriteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            // Before, so that what comes in meanwhile is not forgotten.
            var wasUrgent = _urgent.TryRemove(key, out _);
            var count = await store.WriteAsync(key, cancellationToken);
            if (count > 0 || wasUrgent)
            {
                _written[key] = tools.Time.GetUtcNow();
                tools.Telemetry.Checkpoint("written", count);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // One that cannot be written must not keep the others from it; the next time it is tried again.
            tools.Telemetry.Checkpoint("failed");
            Log.Failed(tools.Logger, key, failure.Message);
        }
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        var now = tools.Time.GetUtcNow();
        _collected ??= now;
        if (now - _collected < Options.Checkpoints.CollectionInterval)
        {
            return;
        }

        _collected = now;
        foreach (var vpa in index.Autoscalers.Where(vpa => Options.Covers(vpa.Namespace) && !sight.Exists(vpa)))
        {
            try
            {
                await CollectAsync(vpa, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotCollected(tools.Logger, vpa, failure.Message);
            }
        }
    }

    private async Task CollectAsync(ObjectKey vpa, CancellationToken cancellationToken)
    {
        if (!await IsGoneAsync(vpa, cancellationToken))
        {
            return;
        }

        foreach (var checkpoint in index.Find(vpa))
        {
            await client.DeleteAsync(
                VerticalPodAutoscalerCheckpoint.Route.Of(checkpoint.Metadata.Namespace, checkpoint.Metadata.Name), null, cancellationToken);
            tools.Telemetry.Checkpoint("collected");
            Log.Collected(tools.Logger, checkpoint.Metadata.Namespace, checkpoint.Metadata.Name);
        }
    }

    // A cache may be behind, and where the definition of autoscalers is gone so are they all, for now: the API must name the one
    // that is not there.
    private async Task<bool> IsGoneAsync(ObjectKey vpa, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetAsync(VerticalPodAutoscaler.Route.Of(vpa.Namespace, vpa.Name), VerticalPodAutoscaler.JsonType, cancellationToken);
            return false;
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return error.Details?.Name == vpa.Name;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3310, LogLevel.Debug, "Stopped writing checkpoints")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(3311, LogLevel.Warning, "Not all checkpoints could be written within {Limit}; the oldest are written first the next time")]
        public static partial void OutOfTime(ILogger logger, TimeSpan limit);

        [LoggerMessage(3312, LogLevel.Warning, "Cannot write the checkpoints of {Key}, trying again: {Reason}")]
        public static partial void Failed(ILogger logger, ObjectKey key, string reason);

        [LoggerMessage(3313, LogLevel.Information, "Deleted the checkpoint {Namespace}/{Checkpoint}, whose autoscaler is gone")]
        public static partial void Collected(ILogger logger, string @namespace, string checkpoint);

        [LoggerMessage(3314, LogLevel.Warning, "Cannot delete the checkpoints of {Key}, which is gone: {Reason}")]
        public static partial void NotCollected(ILogger logger, ObjectKey key, string reason);
    }
}
