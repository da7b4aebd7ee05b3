using System.Collections.Concurrent;
using System.Collections.Immutable;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>
/// The newest note about every autoscaler, and what others have found out about it: whoever has something to say of an autoscaler
/// says it here, and the recommender alone writes its status. Safe for any number of threads.
/// </summary>
public sealed class VerticalBook
{
    private readonly ConcurrentDictionary<ObjectKey, VerticalNote> _notes = new();
    private readonly ConcurrentDictionary<ObjectKey, ImmutableSortedDictionary<string, VpaCondition>> _conditions = new();

    private readonly ConcurrentDictionary<string, bool> _types = new(StringComparer.Ordinal);

    /// <summary>How many autoscalers there is a note about.</summary>
    public int Count => _notes.Count;

    /// <summary>Every note, by namespace and name.</summary>
    public IReadOnlyList<VerticalNote> All =>
    [
        .. _notes.Values.OrderBy(n => n.Key.Namespace, StringComparer.Ordinal).ThenBy(n => n.Key.Name, StringComparer.Ordinal),
    ];

    /// <summary>Told every note as it is written; handlers must be quick and any thread may call them.</summary>
    public event Action<VerticalNote>? Written;

    /// <summary>Told the autoscaler of which something else is to be said than before; handlers must be quick and any thread may call them.</summary>
    public event Action<ObjectKey>? Changed;

    /// <summary>The types of all conditions that others have ever said.</summary>
    public IEnumerable<string> Types => _types.Keys;

    /// <summary>The key of an autoscaler.</summary>
    public static ObjectKey KeyOf(string @namespace, string name) => new(VerticalPodAutoscaler.Route.Group, nameof(VerticalPodAutoscaler), @namespace, name);

    /// <summary>The note of one autoscaler, or null.</summary>
    public VerticalNote? Find(string @namespace, string name) => _notes.GetValueOrDefault(KeyOf(@namespace, name));

    /// <summary>What others say of an autoscaler, by type.</summary>
    public IReadOnlyCollection<VpaCondition> ConditionsOf(ObjectKey vpa) =>
        [.. _conditions.GetValueOrDefault(vpa, ImmutableSortedDictionary<string, VpaCondition>.Empty).Values];

    /// <summary>
    /// Says a condition of an autoscaler, over an earlier one of its type; its transition time and generation are the recommender's
    /// business. It stands until it is cleared or the autoscaler is gone.
    /// </summary>
    public void Set(ObjectKey vpa, VpaCondition condition)
    {
        var isNews = true;
        _types[condition.Type] = true;
        _conditions.AddOrUpdate(
            vpa,
            _ => ImmutableSortedDictionary<string, VpaCondition>.Empty.Add(condition.Type, condition),
            (_, known) =>
            {
                isNews = !Says(known, condition);
                return known.SetItem(condition.Type, condition);
            });
        Tell(vpa, isNews);
    }

    /// <summary>Takes a condition back; nothing happens where there is none of this type.</summary>
    public void Clear(ObjectKey vpa, string type)
    {
        var isNews = false;
        if (_conditions.ContainsKey(vpa))
        {
            _conditions.AddOrUpdate(
                vpa,
                _ => ImmutableSortedDictionary<string, VpaCondition>.Empty,
                (_, known) =>
                {
                    isNews = known.ContainsKey(type);
                    return known.Remove(type);
                });
        }

        Tell(vpa, isNews);
    }

    internal void Write(VerticalNote note)
    {
        _notes[note.Key] = note;
        Written?.Invoke(note);
    }

    internal void ForgetNotes() => _notes.Clear();

    internal void Forget(ObjectKey vpa)
    {
        _notes.TryRemove(vpa, out _);
        _conditions.TryRemove(vpa, out _);
    }

    private static bool Says(ImmutableSortedDictionary<string, VpaCondition> known, VpaCondition condition) =>
        known.TryGetValue(condition.Type, out var said)
        && (said.Status, said.Reason, said.Message) == (condition.Status, condition.Reason, condition.Message);

    private void Tell(ObjectKey vpa, bool isNews)
    {
        if (isNews)
        {
            Changed?.Invoke(vpa);
        }
    }
}
