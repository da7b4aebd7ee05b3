using System.Globalization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Decides whether an event is new, the same as one before, one of too many alike (10 in 10 minutes) or spam (25 at once, then
/// one in 5 minutes for a source and object), as client-go's EventCorrelator. Does no I/O; safe for several threads.
/// </summary>
public sealed class EventCorrelator
{
    private const string AggregatePrefix = "(combined from similar events): ";
    private const int Remembered = 4096;
    private const int MostAlike = 10;
    private const double Burst = 25;

    private static readonly TimeSpan AlikeInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RefillInterval = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly LruCache<AlikeKey, Alike> _alike = new(Remembered);
    private readonly LruCache<SeenKey, KubeEvent> _seen = new(Remembered);
    private readonly LruCache<SpamKey, Tokens> _tokens = new(Remembered);
    private long _lastTick;

    /// <summary>Decides about one event that happened now; the object's namespace is the event's, "default" where it has none.</summary>
    public EventDecision Correlate(EventSource source, ObjectReference involved, EventNote note, DateTimeOffset now)
    {
        lock (_lock)
        {
            var (key, said) = Aggregate(source, involved, note, now);
            var seen = _seen.TryGet(key, out var before)
                ? before with { Count = before.Count + 1, LastTimestamp = now, Message = said.Message, InvolvedObject = involved }
                : New(source, involved, said, now);
            _seen.Set(key, seen);
            if (!TryTakeToken(new(source, involved with { FieldPath = null, ResourceVersion = null }), now))
            {
                return new(EventAction.Suppress, seen);
            }

            return new(seen.Count > 1 ? EventAction.Count : EventAction.Create, seen);
        }
    }

    // Events that differ in their message alone become one, under a key without the message.
    private (SeenKey Key, EventNote Note) Aggregate(EventSource source, ObjectReference involved, EventNote note, DateTimeOffset now)
    {
        var key = new AlikeKey(source, involved with { FieldPath = null, ResourceVersion = null }, note.Type, note.Reason);
        if (!_alike.TryGet(key, out var alike) || now - alike.Last > AlikeInterval)
        {
            alike = new([], now);
        }

        alike.Messages.Add(note.Message);
        _alike.Set(key, alike with { Last = now });
        if (alike.Messages.Count < MostAlike)
        {
            return (new(key, involved.FieldPath, note.Message), note);
        }

        alike.Messages.Remove(alike.Messages.First());
        return (new(key, null, null), note with { Message = AggregatePrefix + note.Message });
    }

    private KubeEvent New(EventSource source, ObjectReference involved, EventNote note, DateTimeOffset now) => new()
    {
        Metadata = new() { Name = Name(involved.Name ?? "", now), Namespace = involved.Namespace is { Length: > 0 } own ? own : "default" },
        InvolvedObject = involved,
        Type = note.Type,
        Reason = note.Reason,
        Message = note.Message,
        Source = source,
        FirstTimestamp = now,
        LastTimestamp = now,
        Count = 1,
        ReportingComponent = source.Component ?? "",
        ReportingInstance = source.Host ?? "",
    };

    // Named by the nanosecond, as upstream; two in the same tick of a clock that stands still get different ones.
    private string Name(string involved, DateTimeOffset now)
    {
        _lastTick = Math.Max((now - DateTimeOffset.UnixEpoch).Ticks, _lastTick + 1);
        var stamp = (_lastTick * TimeSpan.NanosecondsPerTick).ToString("x", CultureInfo.InvariantCulture);
        var name = $"{involved}.{stamp}";
        return NameRules.DnsSubdomainErrors(name).Count == 0 ? name : $"event.{stamp}";
    }

    private bool TryTakeToken(SpamKey key, DateTimeOffset now)
    {
        var left = _tokens.TryGet(key, out var tokens) ? Math.Min(Burst, tokens.Left + ((now - tokens.At) / RefillInterval)) : Burst;
        var isTaken = left >= 1;
        _tokens.Set(key, new(isTaken ? left - 1 : left, now));
        return isTaken;
    }

    private readonly record struct AlikeKey(EventSource Source, ObjectReference Involved, string Type, string Reason);

    private readonly record struct Alike(HashSet<string> Messages, DateTimeOffset Last);

    private readonly record struct SeenKey(AlikeKey Alike, string? FieldPath, string? Message);

    private readonly record struct SpamKey(EventSource Source, ObjectReference Involved);

    private readonly record struct Tokens(double Left, DateTimeOffset At);
}
