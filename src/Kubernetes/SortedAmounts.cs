using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Autoscale.Kubernetes;

/// <summary>A few amounts by resource in two arrays, sorted by name: cheaper than a tree or a table for the handful of resources that objects have.</summary>
internal sealed class SortedAmounts : IReadOnlyDictionary<string, Quantity>
{
    private readonly string[] _names;
    private readonly Quantity[] _amounts;

    private SortedAmounts(string[] names, Quantity[] amounts)
    {
        _names = names;
        _amounts = amounts;
    }

    public static SortedAmounts Empty { get; } = new([], []);

    public int Count => _names.Length;

    public IEnumerable<string> Keys => _names;

    public IEnumerable<Quantity> Values => _amounts;

    public Quantity this[string key] => TryGetValue(key, out var amount) ? amount : throw new KeyNotFoundException($"there is no amount of {key}");

    public static SortedAmounts From(IEnumerable<KeyValuePair<string, Quantity>> entries)
    {
        var sorted = entries.ToArray();
        if (sorted.Length == 0)
        {
            return Empty;
        }

        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var (names, amounts) = (new string[sorted.Length], new Quantity[sorted.Length]);
        for (var index = 0; index < sorted.Length; index++)
        {
            (names[index], amounts[index]) = sorted[index];
            if (index > 0 && names[index] == names[index - 1])
            {
                throw new ArgumentException($"there are two amounts of {names[index]}", nameof(entries));
            }
        }

        return new(names, amounts);
    }

    public SortedAmounts Combine(SortedAmounts other, Func<Quantity, Quantity, Quantity> combine)
    {
        List<string> names = new(_names.Length + other._names.Length);
        List<Quantity> amounts = new(_names.Length + other._names.Length);
        for (int mine = 0, theirs = 0; mine < _names.Length || theirs < other._names.Length;)
        {
            var order = mine == _names.Length ? 1 : theirs == other._names.Length ? -1 : string.CompareOrdinal(_names[mine], other._names[theirs]);
            names.Add(order <= 0 ? _names[mine] : other._names[theirs]);
            amounts.Add(combine(order <= 0 ? _amounts[mine] : default, order >= 0 ? other._amounts[theirs] : default));
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }

        return new([.. names], [.. amounts]);
    }

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Quantity value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _amounts[index] : default;
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, Quantity>> GetEnumerator()
    {
        for (var index = 0; index < _names.Length; index++)
        {
            yield return new(_names[index], _amounts[index]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal);
}
