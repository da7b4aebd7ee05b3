using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Brings pods to what is recommended for them: one round over all autoscalers each interval, and over a namespace where containers
/// are killed for want of memory. Observing it decides, and writes nothing. One call at a time.
/// </summary>
internal sealed partial class PodUpdater(
    UpdateReader reader, AdmissionWatch admission, PodChanger changer, UpdateTools tools, ILogger<PodUpdater> logger)
{
    private readonly UpdateMemory _memory = new();
    private readonly EvictionGuard _guard = new(tools.Updater.Interval);
    private ObjectKey? _last;

    /// <summary>Makes the round of the key; the one over all namespaces comes back after the interval.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var start = tools.Time.GetTimestamp();
        var view = await reader.ReadAsync(key.Namespace, tools.Now, cancellationToken);
        if (key.Namespace.Length == 0)
        {
            Forget(view);
        }

        var hold = view.Subjects.Any(subject => subject.Facts.Pods.Count > 0) ? await admission.HoldAsync(cancellationToken) : null;
        var round = new ChangeRound(tools.Now + tools.Updater.Interval);
        foreach (var subject in FromTheLast(view.Subjects))
        {
            if (!await UpdateAsync(subject, hold, round, cancellationToken))
            {
                Log.Stopped(logger, $"{subject.Key}", round.Silences);
                break;
            }

            _last = subject.Key;
        }

        tools.Telemetry.Rounded(tools.Time.GetElapsedTime(start));
        return key.Namespace.Length == 0 ? ReconcileResult.After(tools.Updater.Interval) : ReconcileResult.Done;
    }

    // Where a limit ends a round early, the next one begins with those that it did not come to.
    private List<UpdateSubject> FromTheLast(IReadOnlyList<UpdateSubject> subjects)
    {
        var next = _last is { } last ? subjects.TakeWhile(subject => Order(subject.Key, last) <= 0).Count() : 0;
        return [.. subjects.Skip(next), .. subjects.Take(next)];
    }

    private static int Order(ObjectKey left, ObjectKey right) =>
        string.CompareOrdinal(left.Namespace, right.Namespace) is var order and not 0 ? order : string.CompareOrdinal(left.Name, right.Name);

    // What was known of those that could not be read now stands until they can be.
    private void Forget(UpdateView view)
    {
        var keys = view.Subjects.Select(subject => subject.Key).Concat(view.Unread).ToHashSet();
        _guard.Keep(keys);
        _memory.Forget(view.Subjects.SelectMany(subject => subject.Facts.Pods).Select(candidate => candidate.Pod).Concat(tools.PodsBeside(view.Unread)));
        foreach (var key in tools.KnownAutoscalers().Where(key => !keys.Contains(key)))
        {
            tools.Book.Clear(key, UpdateConditions.Held);
            tools.Book.Clear(key, CooperationVerdict.ConditionType);
        }
    }

    // False when the round is to end: no turn is left, or the API does not answer.
    private async Task<bool> UpdateAsync(UpdateSubject subject, EvictionHold? hold, ChangeRound changes, CancellationToken cancellationToken)
    {
        _guard.Observe(subject.Key, subject.Facts.Pods, subject.Facts.Now);
        var facts = subject.Facts with
        {
            EvictionHold = hold ?? _guard.HoldOf(subject.Key, subject.Facts.Now),
            RefusedPods = _guard.RefusedPods(subject.Key),
            Headroom = changes.HeadroomOf(tools.Quotas),
        };
        var round = new UpdateRound(facts, _memory, tools.Updater);
        var results = new List<EvictionResult>();
        var goesOn = true;
        foreach (var step in round.Steps())
        {
            goesOn = await changer.TryAsync(facts, step, changes, results, cancellationToken);
            if (!goesOn)
            {
                break;
            }
        }

        _guard.Record(subject.Key, results, facts.Now);
        Say(subject, round.Left);
        return goesOn;
    }

    private void Say(UpdateSubject subject, IReadOnlyList<UpdateDecision> left)
    {
        foreach (var decision in left)
        {
            tools.Telemetry.Decided(decision);
        }

        Say(subject.Key, UpdateConditions.Held, UpdateConditions.Of(left, subject.Unmanaged));
        Say(subject.Key, CooperationVerdict.ConditionType, subject.Cooperation);
    }

    private void Say(ObjectKey key, string type, VpaCondition? condition)
    {
        if (condition is null)
        {
            tools.Book.Clear(key, type);
        }
        else
        {
            tools.Book.Set(key, condition);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3102, LogLevel.Warning, "Ended the round at {Vpa}, {Silences} times without an answer in a row; the others are left to the next one")]
        public static partial void Stopped(ILogger logger, string vpa, int silences);
    }
}
