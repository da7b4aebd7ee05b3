using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Targeting;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>The well-known controllers of the cluster, followed as far as their selectors and owners go.</summary>
internal sealed class WorkloadCache
{
    private readonly KubeClient _client;
    private readonly Dictionary<string, DefinedInformer<WorkloadTarget>> _informers = [];

    /// <summary>Prepares to follow all kinds.</summary>
    public WorkloadCache(KubeClient client, TimeProvider time, ILoggerFactory logging)
    {
        _client = client;
        var log = logging.CreateLogger<Informer<WorkloadTarget>>();
        foreach (var (kind, route) in WorkloadKind.All)
        {
            var informer = new Informer<WorkloadTarget>(
                client, route, VpaJson.Default.WorkloadTarget, new() { Random = new Random(), Time = time }, log);
            _informers.Add(kind, new(client, route, informer, time, logging.CreateLogger<DefinedInformer<WorkloadTarget>>()));
        }
    }

    /// <summary>Whether it is known which controllers there are.</summary>
    public bool IsKnown => _informers.Values.All(informer => informer.IsKnown);

    /// <summary>What keeps them up to date.</summary>
    public IEnumerable<NamedLoop> Loops =>
        _informers.Select(pair => new NamedLoop($"the informer of the kind {pair.Key}", pair.Value.RunAsync));

    /// <summary>Returns when <see cref="IsKnown"/> is true.</summary>
    public Task WaitUntilKnownAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_informers.Values.Select(informer => informer.WaitUntilKnownAsync(cancellationToken)));

    /// <summary>Calls with every controller that comes, goes or is declared differently.</summary>
    public void Subscribe(Action<ControllerReference> changed)
    {
        foreach (var (kind, informer) in _informers)
        {
            informer.Subscribe(change =>
            {
                // Most changes are of a status.
                if (change.Before?.Metadata.Generation != change.After?.Metadata.Generation || change.Before?.Metadata.Uid != change.After?.Metadata.Uid)
                {
                    changed(new("", kind, change.Object.Metadata.Namespace, change.Object.Metadata.Name));
                }
            });
        }
    }

    /// <summary>The controller as last heard of; null where there is none, or of none of the well-known kinds.</summary>
    public WorkloadTarget? Find(ControllerReference of) =>
        WorkloadKind.Of(of) is { } known ? _informers[known.Kind].Cache.Find(of.Namespace, of.Name) : null;

    /// <summary>
    /// The controller as last heard of, or as the API has it: who asks for the owner of a pod just made is ahead of the cache at times.
    /// </summary>
    public async Task<WorkloadTarget?> ReadAsync(WorkloadKind kind, ControllerReference of, CancellationToken cancellationToken)
    {
        if (_informers[kind.Kind].Cache.Find(of.Namespace, of.Name) is { } known)
        {
            return known;
        }

        try
        {
            return await _client.GetAsync(kind.Route.Of(of.Namespace, of.Name), VpaJson.Default.WorkloadTarget, cancellationToken);
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return null;
        }
    }
}
