using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>
/// Keeps evictions from going round in circles, per autoscaler: refused ones are tried ever more rarely, and when the new pods come
/// back as the old ones were, three times in a row, there are no more until one comes otherwise. Pure and not thread-safe.
/// </summary>
/// <param name="interval">The time between two rounds: as long is what was refused not tried again at first, so that a budget costs one round a pod.</param>
public sealed class EvictionGuard(TimeSpan interval)
{
    private const int MostInVain = 3;

    private readonly Dictionary<ObjectKey, EvictionRecord> _records = [];

    /// <summary>Looks at the pods of an autoscaler, for new ones in the place of those that were evicted.</summary>
    public void Observe(ObjectKey vpa, IReadOnlyList<PodCandidate> pods, DateTimeOffset now)
    {
        if (!_records.TryGetValue(vpa, out var record))
        {
            return;
        }

        var names = pods.Select(candidate => candidate.Pod.Metadata.Uid).ToHashSet();
        record.RefusedPods.RemoveWhere(uid => !names.Contains(uid));
        record.Judged.RemoveWhere(uid => !names.Contains(uid));
        var made = pods.Where(candidate => IsMadeSince(candidate.Pod, record.Evicted) && record.Judged.Add(candidate.Pod.Metadata.Uid)).ToList();
        if (made.Any(candidate => !IsAsBefore(candidate, record)))
        {
            record.InVain = default;
            record.IsAwaited = false;
        }
        else if (made.Count > 0 && record.IsAwaited)
        {
            record.InVain = record.InVain.Next(now);
            record.IsAwaited = false;
        }
    }

    /// <summary>Why no pod of the autoscaler may be evicted now; null when pods may.</summary>
    public EvictionHold? HoldOf(ObjectKey vpa, DateTimeOffset now)
    {
        if (!_records.TryGetValue(vpa, out var record))
        {
            return null;
        }

        if (record.InVain.Failures >= MostInVain)
        {
            return new("EvictionsWithoutEffect", $"{record.InVain.Failures} times in a row pods were evicted and came back with the requests that they had; none is evicted until one comes with others");
        }

        return record.InVain.Holds(now) ? new("EvictionsWithoutEffect", $"pods were evicted and came back with the requests that they had; none is evicted before {record.InVain.Until:yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : record.Refused.Holds(now) ? new("EvictionsRefused", $"the API has refused evictions since {record.RefusedSince:yyyy-MM-dd'T'HH:mm:ss'Z'} ({record.Refusal}); the next is tried at {record.Refused.Until:yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : null;
    }

    /// <summary>The uids of pods whose eviction was refused last.</summary>
    public IReadOnlySet<string> RefusedPods(ObjectKey vpa) => _records.TryGetValue(vpa, out var record) ? record.RefusedPods : new HashSet<string>();

    /// <summary>Notes what came of the evictions of one round.</summary>
    public void Record(ObjectKey vpa, IReadOnlyList<EvictionResult> results, DateTimeOffset now)
    {
        if (results.Count == 0)
        {
            return;
        }

        var record = _records.TryGetValue(vpa, out var known) ? known : _records[vpa] = new();
        foreach (var (pod, refusal) in results)
        {
            if (refusal is null)
            {
                record.Evicted = now;
                record.IsAwaited = true;
                record.Before.Add(RequestsOf(pod));
                record.RefusedPods.Remove(pod.Metadata.Uid);
            }
            else
            {
                record.RefusedPods.Add(pod.Metadata.Uid);
                record.Refusal = refusal;
            }
        }

        var isRefused = results.All(result => result.Refusal is not null);
        record.RefusedSince = isRefused ? record.RefusedSince ?? now : null;
        record.Refused = isRefused ? record.Refused.Next(now, interval) : default;
    }

    /// <summary>Forgets the autoscalers that are not among these.</summary>
    public void Keep(IReadOnlySet<ObjectKey> vpas)
    {
        foreach (var gone in _records.Keys.Where(vpa => !vpas.Contains(vpa)).ToList())
        {
            _records.Remove(gone);
        }
    }

    // The server's stamps are whole seconds; a pod of the same second may be a new one.
    private static bool IsMadeSince(Pod pod, DateTimeOffset? evicted) =>
        evicted is { } since && pod.Metadata.CreationTimestamp is { } made && made > since - TimeSpan.FromSeconds(1);

    private static bool IsAsBefore(PodCandidate candidate, EvictionRecord record) =>
        candidate.ChangesSpec && record.Before.Contains(RequestsOf(candidate.Pod));

    private static string RequestsOf(Pod pod) => string.Join(';', pod.Spec.Containers.Select(
        container => $"{container.Name}:{ResourceVector.From(container.Resources?.Requests)}/{ResourceVector.From(container.Resources?.Limits)}"));

    private sealed class EvictionRecord
    {
        public RetryWait Refused { get; set; }

        public DateTimeOffset? RefusedSince { get; set; }

        public string Refusal { get; set; } = "";

        public HashSet<string> RefusedPods { get; } = [];

        public RetryWait InVain { get; set; }

        public DateTimeOffset? Evicted { get; set; }

        // Whether pods were evicted whose successors have not been seen yet.
        public bool IsAwaited { get; set; }

        public HashSet<string> Judged { get; } = [];

        public HashSet<string> Before { get; } = [];
    }
}
