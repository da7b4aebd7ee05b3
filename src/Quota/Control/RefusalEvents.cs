using System.Threading.Channels;
using Autoscale.Admission;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>
/// Repeats the refusal of a pod as an event of the workload that the user knows (the Deployment, not its ReplicaSet; the CronJob, not
/// its Job), once an hour for a cause, which is as long as events are kept; all replicas name the event of a cause alike. What was told and who owns whom is remembered for some thousands.
/// </summary>
public sealed partial class RefusalEvents(KubeClient client, EventRecorder events, TimeProvider time, ILogger<RefusalEvents> logger)
{
    private const int MostWaiting = 1000;
    private const int Remembered = 4096;

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly LruCache<(string Uid, string Reason, string Cause), long> _told = new(Remembered);
    private readonly LruCache<string, OwnerReference> _tops = new(Remembered);
    private readonly Channel<Refusal> _queue =
        Channel.CreateBounded<Refusal>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Tells the owners of a pod that was refused, soon; a pod without a controller has none but the caller, who knows.</summary>
    public void Tell(AdmissionRequest request, string reason, string why)
    {
        var pod = request.Read(KubeJson.Default.PartialObjectMetadata);
        if (pod?.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller) is { } controller)
        {
            _queue.Writer.TryWrite(new(request.Namespace, controller, reason, why));
        }
    }

    /// <summary>Finds the owners and writes the events until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Together.RunAsync([new("the events of refusals", events.RunAsync), new("the search for owners", FollowAsync)], cancellationToken);

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var refusal in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                TellOnce(refusal, await TopAsync(refusal, cancellationToken));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger, _queue.Reader.Count);
        }
    }

    private void TellOnce(Refusal refusal, OwnerReference top)
    {
        var cause = (top.Uid, refusal.Reason, RefusalSink.CauseOf(refusal.Why));
        if (!_told.TryGet(cause, out var told) || time.GetElapsedTime(told) >= Again)
        {
            _told.Set(cause, time.GetTimestamp());
            events.Record(ReferenceTo(top, refusal.Namespace), EventNote.Warning(refusal.Reason, $"Pods cannot be created: {refusal.Why}"));
        }
    }

    private async Task<OwnerReference> TopAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        var owner = refusal.Owner;
        if (RouteTo(owner) is not { } route)
        {
            return owner;
        }

        if (_tops.TryGet(owner.Uid, out var known))
        {
            return known;
        }

        try
        {
            var found = await client.FindAsync(route.Of(refusal.Namespace, owner.Name), KubeJson.Default.PartialObjectMetadata, cancellationToken);
            var top = found?.Metadata.Uid == owner.Uid ? found.Metadata.OwnerReferences?.FirstOrDefault(above => above.Controller) ?? owner : owner;
            _tops.Set(owner.Uid, top);
            return top;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && (failure is KubeError || ControlLoopOptions.Classify(failure) != FailureKind.Terminal))
        {
            Log.Unknown(logger, owner.Kind, refusal.Namespace, owner.Name, failure.Message);
            return owner;
        }
    }

    // The kinds that something else makes for the user; whatever they are controlled by is what the user made.
    private static KubeRoute? RouteTo(OwnerReference owner) => (owner.ApiVersion, owner.Kind) switch
    {
        ("apps/v1", "ReplicaSet") => new("apps", "v1", "replicasets"),
        ("batch/v1", "Job") => new("batch", "v1", "jobs"),
        _ => null,
    };

    private static ObjectReference ReferenceTo(OwnerReference owner, string @namespace) =>
        new() { ApiVersion = owner.ApiVersion, Kind = owner.Kind, Namespace = @namespace, Name = owner.Name, Uid = owner.Uid };

    private readonly record struct Refusal(string Namespace, OwnerReference Owner, string Reason, string Why);

    private static partial class Log
    {
        [LoggerMessage(4202, LogLevel.Debug, "Cannot read {Kind} {Namespace}/{Name}, whose pods were refused: {Reason}")]
        public static partial void Unknown(ILogger logger, string kind, string @namespace, string name, string reason);

        [LoggerMessage(4203, LogLevel.Debug, "Stopped telling owners of refused pods, {Left} not told")]
        public static partial void Stopped(ILogger logger, int left);
    }
}
