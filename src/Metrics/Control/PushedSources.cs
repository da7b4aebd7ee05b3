using System.Collections.Immutable;

namespace Autoscale.Metrics.Control;

/// <summary>The sources that take reports at present: those of flags and those that are declared come and go.</summary>
public sealed class PushedSources
{
    private ImmutableArray<PushedSource> _all = [];

    /// <summary>A source came or went; called on the thread that made it so.</summary>
    public event Action? Changed;

    /// <summary>All of them, in the order of their coming.</summary>
    internal ImmutableArray<PushedSource> All => _all;

    internal void Add(PushedSource source)
    {
        ImmutableInterlocked.Update(ref _all, static (all, added) => all.Add(added), source);
        Changed?.Invoke();
    }

    internal void Remove(PushedSource source)
    {
        ImmutableInterlocked.Update(ref _all, static (all, gone) => all.Remove(gone), source);
        Changed?.Invoke();
    }

    /// <summary>The sources with this token, all of which are asked, so that the time tells nothing; more than one only by mistake.</summary>
    internal ImmutableArray<PushedSource> WithToken(string token)
    {
        var hash = PushedSource.HashOf(token);
        var found = ImmutableArray<PushedSource>.Empty;
        foreach (var source in _all)
        {
            found = source.HasToken(hash) ? found.Add(source) : found;
        }

        return found;
    }
}
