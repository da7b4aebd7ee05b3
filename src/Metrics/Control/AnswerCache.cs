using System.Diagnostics.CodeAnalysis;
using Autoscale.Kubernetes.Control;

namespace Autoscale.Metrics.Control;

/// <summary>Remembers so many answers for so long, and forgets the one that was not asked for longest; safe for several threads.</summary>
internal sealed class AnswerCache<TKey, TValue>(int capacity, TimeSpan lifetime, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly LruCache<TKey, (TValue Value, long Since)> _answers = new(capacity);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (_answers.TryGet(key, out var answer) && time.GetElapsedTime(answer.Since) < lifetime)
            {
                value = answer.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            _answers.Set(key, (value, time.GetTimestamp()));
        }
    }
}
