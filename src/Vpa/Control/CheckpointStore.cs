using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Persisting;
using Autoscale.Vpa.Usage;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Reads and writes the checkpoints of one autoscaler's containers, in upstream's format; memory intervals that have not ended, which
/// it leaves out, stand in an annotation. One that cannot be read is left alone until more is known than it claims to hold.
/// </summary>
internal sealed partial class CheckpointStore(
    KubeClient client, CheckpointIndex checkpoints, UsageState usage, TimeProvider time, ILogger<CheckpointStore> logger)
{
    private static readonly TimeSpan Plenty = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(ObjectKey Vpa, string Container), Reading> _read = new();
    private readonly ConcurrentDictionary<(ObjectKey Vpa, string Container), bool> _unwritten = new();
    private readonly ConcurrentDictionary<ObjectKey, bool> _withBad = new();

    /// <summary>Takes in what checkpoints say of an autoscaler's containers of which nothing is known yet: of a new one, or when some have come.</summary>
    public void Restore(ObjectKey vpa, bool isNew)
    {
        if (!checkpoints.TakeArrived(vpa) && !isNew)
        {
            return;
        }

        foreach (var checkpoint in checkpoints.Find(vpa))
        {
            var container = checkpoint.Spec.ContainerName;
            var windows = OpenWindowText.Read(checkpoint.Metadata.Annotations?.GetValueOrDefault(OpenWindowText.Annotation), time.GetUtcNow());
            var outcome = usage.Use(model => IsKnown(model, vpa, container)
                ? (LoadOutcome?)null
                : Restore(model, vpa, checkpoint, windows ?? []));
            if (outcome is { } read)
            {
                _read[(vpa, container)] = new(checkpoint, read.Because, read.IsLoaded && windows is not null ? checkpoint.Status.LastUpdateTime : null);
                if (!read.IsLoaded)
                {
                    _withBad[vpa] = true;
                }

                Log.Read(logger, checkpoint.Metadata.Namespace, checkpoint.Metadata.Name, read.Because);
            }
        }
    }

    /// <summary>Until when out-of-memory kills of a container are part of what its checkpoint said; null where that is not known.</summary>
    public DateTimeOffset? KillsKnownUntil(ObjectKey vpa, string container) => _read.GetValueOrDefault((vpa, container))?.KillsKnownUntil;

    /// <summary>The condition that names the checkpoints which cannot be read, or null.</summary>
    public VpaCondition? ConditionOf(ObjectKey vpa)
    {
        if (!_withBad.ContainsKey(vpa))
        {
            return null;
        }

        var bad = _read.Where(pair => pair.Key.Vpa == vpa && pair.Value.Because is not null)
            .OrderBy(pair => pair.Key.Container, StringComparer.Ordinal)
            .Select(pair => $"checkpoint {pair.Value.Checkpoint.Metadata.Name}: {pair.Value.Because}")
            .ToList();
        return bad.Count == 0 ? null : new()
        {
            Type = OwnConditions.CheckpointIgnored,
            Status = "True",
            Reason = "UnreadableCheckpoint",
            Message = string.Join("; ", bad) + "; it is not used, and overwritten once more is known than it claims to hold",
        };
    }

    /// <summary>Writes the checkpoints of an autoscaler's containers of which more is known than when they were written; returns how many.</summary>
    public async Task<int> WriteAsync(ObjectKey vpa, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var container in usage.Use(model => model.WorthWriting(vpa)).Union(Unwritten(vpa)).ToList())
        {
            if (Take(vpa, container) is not { } checkpoint)
            {
                continue;
            }

            // Until it is written; what comes in meanwhile is worth the next one.
            _unwritten[(vpa, container)] = true;
            await WriteAsync(checkpoint, cancellationToken);
            _unwritten.TryRemove((vpa, container), out _);
            _read.TryRemove((vpa, container), out _);
            written++;
        }

        return written;
    }

    /// <summary>Forgets an autoscaler.</summary>
    public void Forget(ObjectKey vpa)
    {
        foreach (var key in _read.Keys.Concat(_unwritten.Keys).Where(key => key.Vpa == vpa))
        {
            _read.TryRemove(key, out _);
            _unwritten.TryRemove(key, out _);
        }
    }

    private static LoadOutcome Restore(UsageModel model, ObjectKey vpa, VerticalPodAutoscalerCheckpoint checkpoint, IReadOnlyList<OpenWindow> windows)
    {
        var outcome = model.Restore(vpa, checkpoint.Spec.ContainerName, checkpoint.Status, windows);
        if (MemoryHoursText.Read(checkpoint.Metadata.Annotations) is { } hours)
        {
            model.RestoreHours(vpa, checkpoint.Spec.ContainerName, hours);
        }

        return outcome;
    }

    private static Dictionary<string, string> Annotations(UsageModel model, ObjectKey vpa, string container, DateTimeOffset now) => MemoryHoursText.Write(
        new() { [OpenWindowText.Annotation] = OpenWindowText.Write(model.OpenWindows(vpa, container, now)) }, model.HoursOf(vpa, container));

    private static bool IsKnown(UsageModel model, ObjectKey vpa, string container) =>
        model.EvidenceOf(vpa).Any(evidence => evidence.Container == container && !evidence.IsEmpty);

    private IEnumerable<string> Unwritten(ObjectKey vpa) => _unwritten.Keys.Where(key => key.Vpa == vpa).Select(key => key.Container);

    /// <summary>What is known now, noted as written in the same moment; null where nothing is, or where it may not be written.</summary>
    private VerticalPodAutoscalerCheckpoint? Take(ObjectKey vpa, string container) => usage.Use(model =>
    {
        var now = time.GetUtcNow();
        if (model.Checkpoint(vpa, container, now) is not { } content || !MayOverwrite(vpa, container, content))
        {
            return null;
        }

        model.NoteWritten(vpa, container);
        return Checkpoint(vpa, container, content, Annotations(model, vpa, container, now));
    });

    private bool MayOverwrite(ObjectKey vpa, string container, CheckpointStatus content)
    {
        if (_read.GetValueOrDefault((vpa, container)) is not { Because: not null } bad)
        {
            return true;
        }

        return content.TotalSamplesCount >= Math.Max(1, bad.Checkpoint.Status.TotalSamplesCount)
            || content.LastSampleStart - content.FirstSampleStart >= Plenty;
    }

    private async Task WriteAsync(VerticalPodAutoscalerCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var vpa = VerticalBook.KeyOf(checkpoint.Metadata.Namespace, checkpoint.Spec.VpaObjectName);
        var before = checkpoints.Find(vpa).FirstOrDefault(one => one.Spec.ContainerName == checkpoint.Spec.ContainerName);
        try
        {
            await WriteAsync(before, checkpoint, cancellationToken);
        }
        catch (KubeError error) when (error.IsConflict || error.IsAlreadyExists)
        {
            // The cache may not have seen yet what we wrote a moment ago; somebody else's is not ours to change.
            var route = RouteOf(before ?? checkpoint);
            var present = await client.GetAsync(route, VerticalPodAutoscalerCheckpoint.JsonType, cancellationToken);
            if (present.Spec != checkpoint.Spec)
            {
                throw;
            }

            await WriteAsync(present, checkpoint, cancellationToken);
        }
    }

    private async Task WriteAsync(
        VerticalPodAutoscalerCheckpoint? before, VerticalPodAutoscalerCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (before is null || !await PatchAsync(RouteOf(before), before, checkpoint, cancellationToken))
        {
            await client.CreateAsync(
                VerticalPodAutoscalerCheckpoint.Route.In(checkpoint.Metadata.Namespace),
                CheckpointDraft.Of(checkpoint),
                VpaJson.Default.CheckpointDraft,
                cancellationToken);
        }
    }

    private static KubeRoute RouteOf(VerticalPodAutoscalerCheckpoint checkpoint) =>
        VerticalPodAutoscalerCheckpoint.Route.Of(checkpoint.Metadata.Namespace, checkpoint.Metadata.Name);

    // False where it has been deleted meanwhile.
    private async Task<bool> PatchAsync(
        KubeRoute route, VerticalPodAutoscalerCheckpoint before, VerticalPodAutoscalerCheckpoint after, CancellationToken cancellationToken)
    {
        try
        {
            var patch = KubePatch.Merge(CheckpointPatch.Of(before, after), VpaJson.Default.CheckpointPatch);
            await client.PatchAsync(route, patch, VerticalPodAutoscalerCheckpoint.JsonType, cancellationToken);
            return true;
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return false;
        }
    }

    private VerticalPodAutoscalerCheckpoint Checkpoint(
        ObjectKey vpa, string container, CheckpointStatus content, Dictionary<string, string> annotations) => new()
        {
            Metadata = new()
            {
                Namespace = vpa.Namespace,
                Name = CheckpointName.Of(vpa.Name, container, name => checkpoints.HasName(vpa.Namespace, name)),
                Annotations = annotations,
            },
            Spec = new() { VpaObjectName = vpa.Name, ContainerName = container },
            Status = content,
        };


    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Debug, "Read checkpoint {Namespace}/{Checkpoint}: {Problem}")]
        public static partial void Read(ILogger logger, string @namespace, string checkpoint, string? problem);
    }

    /// <summary>What came of a checkpoint that was read.</summary>
    private sealed record Reading(VerticalPodAutoscalerCheckpoint Checkpoint, string? Because, DateTimeOffset? KillsKnownUntil);
}
