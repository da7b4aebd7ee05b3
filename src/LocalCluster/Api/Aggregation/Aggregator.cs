using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Autoscale.LocalCluster.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>Hands requests for groups that an APIService names to the server behind it, and keeps an eye on those servers.</summary>
internal sealed partial class Aggregator : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private readonly ObjectStore _store;
    private readonly ApiVerbs _verbs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ServiceProxy _proxy;
    private readonly ResourceKind? _apiServices;
    private readonly ResourceKind? _services;
    private readonly ConcurrentDictionary<string, DiscoveryGroup> _offers = new();

    /// <summary>Reads APIServices and Services from the store; without these kinds nothing is aggregated.</summary>
    public Aggregator(ApiServer server, ServiceConnections connections, ILogger logger)
    {
        (_store, _verbs, _time, _logger) = (server.Store, server.Verbs, server.Time, logger);
        _apiServices = server.Kinds.Find("apiregistration.k8s.io", "v1", "apiservices");
        _services = server.Kinds.Find("", "v1", "services");
        _proxy = new ServiceProxy(connections);
    }

    /// <summary>
    /// What the aggregated servers offered when they were last asked, by priority, so that the preferred version of a group comes first;
    /// those that did not answer are stale.
    /// </summary>
    public Task<IReadOnlyList<DiscoveryGroup>> OffersAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<DiscoveryGroup> offers =
        [
            .. Registered().GroupBy(service => service.Group)
                .OrderByDescending(group => group.Max(service => service.GroupPriority))
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => group.OrderByDescending(service => service.VersionPriority).ThenBy(service => service.Version, StringComparer.Ordinal))
                .Select(service => _offers.GetValueOrDefault(service.Name) ?? new DiscoveryGroup(service.Group, service.Version, [], IsStale: true)),
        ];
        return Task.FromResult(offers);
    }

    /// <summary>Proxies a request for a registered group; false when nobody registered it. Answers 503 when the server cannot be reached.</summary>
    public async Task<bool> TryProxyAsync(HttpContext http, string group, string version)
    {
        if (_apiServices is null || _store.Find(_apiServices, "", $"{version}.{group}") is not { } found || AggregatedService.Of(found.Value) is not { } service)
        {
            return false;
        }

        var address = Resolve(service, out _) ?? throw Refusals.Unavailable("service unavailable");
        await _proxy.ForwardAsync(http, service, address);
        return true;
    }

    /// <summary>Checks every server when something about it changes, and every few seconds, until cancelled; writes the Available conditions.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_apiServices is null)
        {
            return;
        }

        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = _store.Subscribe(_apiServices, change => Notice(change, changed.Writer));
        using var services = _services is null ? null : _store.Subscribe(_services, _ => changed.Writer.TryWrite(true));
        try
        {
            while (true)
            {
                await Task.WhenAll(Registered().ToList().Select(service => CheckAsync(service, cancellationToken)));
                await WaitAsync(changed.Reader, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _offers.Clear();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _proxy.Dispose();

    // The condition that we write ourselves is no reason to look again.
    private static void Notice(StoreEvent change, ChannelWriter<bool> changed)
    {
        if (!JsonNode.DeepEquals(change.Object["spec"], change.Old?["spec"]))
        {
            changed.TryWrite(true);
        }
    }

    private async Task WaitAsync(ChannelReader<bool> changed, CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(CheckInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
        try
        {
            await changed.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing changed for a while: time to look again.
        }
    }

    private IEnumerable<AggregatedService> Registered() =>
        _apiServices is null ? [] : _store.List(_apiServices, null).Objects.Select(one => AggregatedService.Of(one.Value)).OfType<AggregatedService>();

    private async Task CheckAsync(AggregatedService service, CancellationToken cancellationToken)
    {
        var availability = await ProbeAsync(service, cancellationToken);
        if (!availability.IsAvailable)
        {
            _offers.TryRemove(service.Name, out _);
        }

        await ReportAsync(service, availability, cancellationToken);
    }

    private async Task<Availability> ProbeAsync(AggregatedService service, CancellationToken cancellationToken)
    {
        if (Resolve(service, out var problem) is not { } address)
        {
            return problem;
        }

        var uri = new Uri(address, $"/apis/{service.Group}/{service.Version}");
        var (list, failure) = await _proxy.ReadAsync(service, uri, cancellationToken);
        if (list is null)
        {
            return new Availability(false, "FailedDiscoveryCheck", $"failing or missing response from {uri}: {failure}");
        }

        var resources = list.Children("resources").Select(resource => (JsonObject)resource.DeepClone()).ToList();
        _offers[service.Name] = new DiscoveryGroup(service.Group, service.Version, resources);
        return Availability.Passed;
    }

    // Services of type ExternalName lead to servers outside of the cluster, which here are the only ones.
    private Uri? Resolve(AggregatedService service, out Availability problem)
    {
        problem = Availability.Passed;
        var found = _services is null ? null : _store.Find(_services, service.ServiceNamespace, service.ServiceName);
        if (found is null)
        {
            problem = new Availability(false, "ServiceNotFound", $"service/{service.ServiceName} in \"{service.ServiceNamespace}\" is not present");
            return null;
        }

        var host = found.Value.Child("spec").Text("externalName");
        if (host.Length == 0)
        {
            problem = new Availability(false, "MissingEndpoints", $"endpoints for service/{service.ServiceName} in \"{service.ServiceNamespace}\" have no addresses with port name \"\"");
            return null;
        }

        if (Uri.TryCreate($"https://{host}:{service.Port}", UriKind.Absolute, out var address))
        {
            return address;
        }

        problem = new Availability(false, "FailedDiscoveryCheck", $"service/{service.ServiceName} in \"{service.ServiceNamespace}\" leads to no address: {host}:{service.Port}");
        return null;
    }

    private async Task ReportAsync(AggregatedService service, Availability availability, CancellationToken cancellationToken)
    {
        var kind = _apiServices;
        if (kind is null || _store.Find(kind, "", service.Name) is not { } stored || Conditions.IsReported(stored.Value, availability))
        {
            return;
        }

        try
        {
            var options = WriteOptions.Internal with { Subresource = "status" };
            await _verbs.UpdateAsync(kind, "", service.Name, value => Conditions.Report(value, availability, _time.GetUtcNow()), options, cancellationToken);
        }
        catch (ApiError error)
        {
            // It is gone, or an admission refuses the report: the next check tries again.
            _offers.TryRemove(service.Name, out _);
            Log.NotReported(_logger, service.Name, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Debug, "The availability of {Service} could not be written: {Reason}")]
        public static partial void NotReported(ILogger logger, string service, string reason);
    }
}
