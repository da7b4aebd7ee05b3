using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>Follows exactly the resources that some quota counts: begins with the first quota that names one, and ends with the last.</summary>
internal sealed partial class ObjectSources(
    ResourceCatalog catalog, ObjectSource.Needs needs, QuotaOptions options, ILogger<ObjectSources> logger)
{
    private readonly ConcurrentDictionary<GroupResource, FollowedResource> _followed = new();
    private readonly Channel<bool> _moved = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile IReadOnlyCollection<GroupResource> _wanted = [];

    /// <summary>Told of each change of an object, and whether it is gone.</summary>
    public required Action<GovernedObject, bool> Changed { get; init; }

    /// <summary>Told that all objects of a resource have been seen, or that there is nothing to see.</summary>
    public required Action<GroupResource> Synced { get; init; }

    /// <summary>Told that objects of a resource are not followed any more.</summary>
    public required Action<GroupResource> Stopped { get; init; }

    /// <summary>Says which resources are wanted now; the loop follows.</summary>
    public void Want(IReadOnlyCollection<GroupResource> resources)
    {
        var wanted = WithClasses(resources).Where(IsOfUse).ToList();
        if (!wanted.ToHashSet().SetEquals(_wanted))
        {
            _wanted = wanted;
            _moved.Writer.TryWrite(true);
        }
    }

    /// <summary>Whether all of these are wanted already.</summary>
    public bool AreWanted(IReadOnlyCollection<GroupResource> resources) => WithClasses(resources).Where(IsOfUse).All(_wanted.Contains);

    /// <summary>The resources of which all objects are known; claims that the API does not serve count as such, since they share their names with pods.</summary>
    public IReadOnlyList<GroupResource> Listed(IEnumerable<GroupResource> resources) =>
        [.. resources.Where(resource => _followed.TryGetValue(resource, out var one) && (one.IsSynced || (one.Source is null && resource == ClaimFacts.Claims)))];

    /// <summary>Whether it is worth waiting for one of the resources: it is about to be known.</summary>
    public bool IsPending(IReadOnlyCollection<GroupResource> resources) => WithClasses(resources).Any(resource =>
        !_followed.TryGetValue(resource, out var one) || (one.Source is not null && !one.IsSynced && !one.IsLate(needs.Time)));

    /// <summary>The objects of a namespace that are of the resources, asked of the API now.</summary>
    public async Task<IReadOnlyList<GovernedObject>> ListAsync(
        string @namespace, IEnumerable<GroupResource> resources, CancellationToken cancellationToken)
    {
        var objects = new List<GovernedObject>();
        foreach (var resource in resources)
        {
            if (_followed.GetValueOrDefault(resource)?.Source is { } source)
            {
                objects.AddRange(await source.ListAsync(@namespace, cancellationToken));
            }
        }

        return objects;
    }

    /// <summary>Follows what is wanted until cancelled; asks again from time to time for what the API does not serve.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var wanted = _wanted;
                await FollowAsync(wanted, cancellationToken);
                await StopAsync(resource => wanted.Contains(resource) && !_followed[resource].HasEnded);
                await WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(_ => false);
        }
    }

    private static IEnumerable<GroupResource> WithClasses(IReadOnlyCollection<GroupResource> resources) =>
        resources.Contains(ClaimFacts.Claims) ? resources.Append(ClaimFacts.Classes) : resources;

    // Who only advises counts nothing, but must know what a claim costs.
    private bool IsOfUse(GroupResource resource) => options.Mode == GovernanceMode.Enforce || resource == ClaimFacts.Classes;

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(options.Discovery, needs.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        await ((Task)_moved.Reader.ReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task FollowAsync(IReadOnlyCollection<GroupResource> wanted, CancellationToken cancellationToken)
    {
        foreach (var resource in wanted.Where(resource => _followed.GetValueOrDefault(resource)?.Source is null))
        {
            try
            {
                var route = await catalog.FindAsync(resource, cancellationToken);
                var source = route is null ? null : ObjectSource.Of(route, needs, Changed);
                var isNew = !_followed.ContainsKey(resource);
                _followed[resource] = FollowedResource.Start(source, () => Moved(resource), needs.Time);
                if (isNew && source is null)
                {
                    Log.NotServed(logger, resource);
                    Synced(resource);
                }
            }
            catch (Exception failure) when (QuotaStore.IsOfTheApi(failure) && !cancellationToken.IsCancellationRequested)
            {
                Log.NotFound(logger, resource, options.Discovery, failure.Message);
            }
        }
    }

    private void Moved(GroupResource resource)
    {
        Synced(resource);
        _moved.Writer.TryWrite(true);
    }

    private async Task StopAsync(Func<GroupResource, bool> isKept)
    {
        foreach (var (resource, followed) in _followed.Where(one => !isKept(one.Key)).ToList())
        {
            _followed.TryRemove(resource, out _);
            await followed.DisposeAsync();
            Stopped(resource);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Information, "A quota counts {Resource}, which the API does not serve")]
        public static partial void NotServed(ILogger logger, GroupResource resource);

        [LoggerMessage(4112, LogLevel.Warning, "Cannot find out whether the API serves {Resource}, asking again in {Wait}: {Reason}")]
        public static partial void NotFound(ILogger logger, GroupResource resource, TimeSpan wait, string reason);
    }
}
