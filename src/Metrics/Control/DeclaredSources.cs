using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>The sources that are declared in the cluster, and who of them owns which name.</summary>
internal sealed class DeclaredSources(
    DefinedInformer<MetricSource> own, DefinedInformer<ClusterMetricSource> clusters, IReadOnlyList<SourceClaims> commandLine)
{
    private volatile Lazy<NameOwnership> _ownership = new(() => new NameOwnership([]));

    /// <summary>Whether it is known which sources there are.</summary>
    public bool IsKnown => own.IsKnown && clusters.IsKnown;

    /// <summary>The keys of all of them.</summary>
    public IEnumerable<ObjectKey> Keys => own.Cache.All.Select(own.Cache.KeyOf).Concat(clusters.Cache.All.Select(clusters.Cache.KeyOf));

    /// <summary>Who owns which name.</summary>
    public NameOwnership Ownership => _ownership.Value;

    /// <summary>What keeps them up to date.</summary>
    public IReadOnlyList<NamedLoop> Loops =>
    [
        new("the informer of metric sources", own.RunAsync),
        new("the informer of cluster metric sources", clusters.RunAsync),
    ];

    /// <summary>Returns when <see cref="IsKnown"/> is true.</summary>
    public Task WaitUntilKnownAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(own.WaitUntilKnownAsync(cancellationToken), clusters.WaitUntilKnownAsync(cancellationToken));

    /// <summary>The source of this key, or null.</summary>
    public IDeclaredSource? Find(ObjectKey key) => (IDeclaredSource?)own.Cache.Find(key) ?? clusters.Cache.Find(key);

    /// <summary>Calls with the keys of the sources that may have to do something: after a change of one source's declaration, all of them.</summary>
    public void Subscribe(Action<ObjectKey> changed)
    {
        own.Subscribe(change => Tell(own.Cache.KeyOf(change.Object), change, changed));
        clusters.Subscribe(change => Tell(clusters.Cache.KeyOf(change.Object), change, changed));
    }

    private NameOwnership Settle() =>
        new([.. commandLine, .. own.Cache.All.Select(MetricClaims.Of), .. clusters.Cache.All.Select(MetricClaims.Of)]);

    private void Tell<T>(ObjectKey key, ObjectChange<T> change, Action<ObjectKey> changed)
        where T : class, IDeclaredSource
    {
        changed(key);
        if (change.Before?.Metadata.Generation == change.After?.Metadata.Generation && change.Before?.Metadata.Uid == change.After?.Metadata.Uid)
        {
            return;
        }

        // A name may have come free, or be taken.
        _ownership = new(Settle);
        foreach (var other in Keys)
        {
            changed(other);
        }
    }
}
