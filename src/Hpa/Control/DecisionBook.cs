using System.Collections.Concurrent;
using Autoscale.Kubernetes;

namespace Autoscale.Hpa.Control;

/// <summary>The newest decision about every autoscaler; safe for any number of threads.</summary>
public sealed class DecisionBook
{
    private readonly ConcurrentDictionary<ObjectKey, DecisionNote> _notes = new();

    /// <summary>How many autoscalers there is a note about.</summary>
    public int Count => _notes.Count;

    /// <summary>Every note, by namespace and name.</summary>
    public IReadOnlyList<DecisionNote> All =>
    [
        .. _notes.Values.OrderBy(n => n.Key.Namespace, StringComparer.Ordinal).ThenBy(n => n.Key.Name, StringComparer.Ordinal),
    ];

    /// <summary>The note of one autoscaler, or null.</summary>
    public DecisionNote? Find(string @namespace, string name) =>
        _notes.GetValueOrDefault(new("autoscaling", "HorizontalPodAutoscaler", @namespace, name));

    /// <summary>Told every note as it is written; handlers must be quick and any thread may call them.</summary>
    public event Action<DecisionNote>? Written;

    internal void Write(DecisionNote note)
    {
        _notes[note.Key] = note;
        Written?.Invoke(note);
    }

    internal void Forget(ObjectKey key) => _notes.TryRemove(key, out _);
}
