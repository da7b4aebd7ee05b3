using System.Collections.Concurrent;

namespace Autoscale.Metrics;

/// <summary>
/// Gives one string for all names of the same content: thousands of nodes name the same namespaces and containers. It begins anew
/// when it has grown large, so that names that are long gone are not kept.
/// </summary>
public sealed class NamePool
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The pool of the process.</summary>
    public static NamePool Shared { get; } = new();

    /// <summary>How many names it holds.</summary>
    public int Count => _names.Count;

    /// <summary>The one string of this content.</summary>
    public string Share(string name)
    {
        if (_names.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_names.Count >= Most)
        {
            _names.Clear();
        }

        return _names.GetOrAdd(name, name);
    }
}
