using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Autoscale.Metrics;

/// <summary>The labels of one series: immutable, ordered by name, equal by content.</summary>
public sealed class SeriesLabels : IReadOnlyDictionary<string, string>, IEquatable<SeriesLabels>
{
    private readonly KeyValuePair<string, string>[] _pairs;
    private readonly int _hash;

    private SeriesLabels(KeyValuePair<string, string>[] pairs)
    {
        Array.Sort(pairs, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        _pairs = pairs;
        var hash = default(HashCode);
        foreach (var (name, value) in pairs)
        {
            hash.Add(name);
            hash.Add(value);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>No labels at all.</summary>
    public static SeriesLabels None { get; } = new([]);

    /// <inheritdoc />
    public int Count => _pairs.Length;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _pairs.Select(pair => pair.Key);

    /// <inheritdoc />
    public IEnumerable<string> Values => _pairs.Select(pair => pair.Value);

    /// <inheritdoc />
    public string this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"the series has no label {key}");

    /// <summary>Makes labels of pairs; of two pairs with one name the later counts.</summary>
    public static SeriesLabels Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var unique = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            unique[name] = value;
        }

        return unique.Count == 0 ? None : new SeriesLabels([.. unique]);
    }

    /// <summary>Makes labels of pairs; of two pairs with one name the later counts.</summary>
    public static SeriesLabels Of(params ReadOnlySpan<(string Name, string Value)> pairs) =>
        Of(pairs.ToArray().Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    /// <inheritdoc />
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var pair in _pairs)
        {
            if (string.Equals(pair.Key, key, StringComparison.Ordinal))
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc />
    public bool Equals(SeriesLabels? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && SamePairs(_pairs, other._pairs));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SeriesLabels);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <summary>The labels as Prometheus writes them: {name="value",…}.</summary>
    public override string ToString() => "{" + string.Join(",", _pairs.Select(pair => $"{pair.Key}=\"{pair.Value}\"")) + "}";

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Pairs have no equality of their own: asked for it, they would be boxed, each at every look-up.
    private static bool SamePairs(KeyValuePair<string, string>[] left, KeyValuePair<string, string>[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].Key != right[i].Key || left[i].Value != right[i].Value)
            {
                return false;
            }
        }

        return true;
    }
}
