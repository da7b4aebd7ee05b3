using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Makes the metrics APIs known to the API server: creates the APIServices of the groups that are served, and keeps the service and
/// the authorities in them right. One that belongs to another service, say metrics-server's, is left alone unless told otherwise.
/// </summary>
public sealed partial class ApiServiceRegistration : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly KubeClient _client;
    private readonly Func<byte[]?> _bundle;
    private readonly ILogger _logger;
    private readonly bool _takesOver;
    private readonly IReadOnlyDictionary<string, ApiServicePlan> _plans;
    private readonly WorkQueue _queue;
    private readonly Informer<ApiService> _services;
    private readonly ControlLoop _loop;
    private readonly ConcurrentDictionary<string, string> _problems = new();
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a registration of the groups; the bundle (PEM) is asked for now and then, and while it is null nothing is written.</summary>
    public ApiServiceRegistration(
        MetricsApiTools tools, IReadOnlyList<MetricsApiGroup> groups, ApiServiceOptions options, Func<byte[]?> bundle)
    {
        (_client, _bundle, _takesOver) = (tools.Client, bundle, options.TakesOver);
        _logger = tools.Loggers.CreateLogger<ApiServiceRegistration>();
        _plans = ServedGroup.Of(groups)
            .SelectMany(group => group.Versions.Select(version => new ApiServicePlan(group, version, options)))
            .ToDictionary(plan => plan.Name);
        foreach (var name in _plans.Keys)
        {
            _problems[name] = "not registered yet";
        }

        _queue = new(tools.Time);
        _services = new(
            tools.Client,
            KubeRoute.ApiServices,
            KubeJson.Default.ApiService,
            new() { Random = new Random(), Time = tools.Time },
            tools.Loggers.CreateLogger<Informer<ApiService>>());
        _services.Subscribe(change => Add(change.Object.Metadata.Name));
        _loop = new(
            "api services",
            _queue,
            ReconcileAsync,
            new()
            {
                RequeueAfterTerminal = CheckInterval,
                Classifier = failure => failure is KubeError { IsAlreadyExists: true } ? FailureKind.Conflict : ControlLoopOptions.Classify(failure),
            },
            tools.Loops);
    }

    /// <summary>Why requests for a group do not come here, naming its APIService; null when all do.</summary>
    public string? WhyNot => _problems.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {one.Value}").FirstOrDefault();

    /// <summary>Whether it is known which APIServices there are.</summary>
    public bool HasSynced => _services.HasSynced;

    /// <summary>The caBundle (PEM, null where there is none) of each APIService that leads here; none also while that is not known.</summary>
    public IEnumerable<byte[]?> Bundles => _plans.Values
        .Select(plan => (Plan: plan, Stored: _services.Cache.Find("", plan.Name)))
        .Where(one => one.Stored is { } stored && one.Plan.OtherOwner(stored) is null)
        .Select(one => one.Stored?.Spec.CaBundle);

    /// <summary>Calls the handler whenever one of the APIServices has changed.</summary>
    public void Subscribe(Action changed) => _services.Subscribe(change =>
    {
        if (_plans.ContainsKey(change.Object.Metadata.Name))
        {
            changed();
        }
    });

    /// <summary>The caBundle of each APIService that leads here, from a fresh read.</summary>
    public async Task<IReadOnlyList<byte[]?>> ReadBundlesAsync(CancellationToken cancellationToken)
    {
        var bundles = new List<byte[]?>();
        foreach (var plan in _plans.Values)
        {
            var stored = await _client.FindAsync(KubeRoute.ApiServices.Of("", plan.Name), KubeJson.Default.ApiService, cancellationToken);
            if (stored is not null && plan.OtherOwner(stored) is null)
            {
                bundles.Add(stored.Spec.CaBundle);
            }
        }

        return bundles;
    }

    /// <summary>Writes the bundle of this moment at once, since it has changed.</summary>
    public void Refresh()
    {
        foreach (var name in _plans.Keys)
        {
            Add(name);
        }
    }

    /// <summary>Whether every APIService has been registered once, or is another's.</summary>
    public bool IsSettled => _registered.Task.IsCompleted;

    /// <summary>Returns when <see cref="IsSettled"/> is true.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _registered.Task.WaitAsync(cancellationToken);

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Together.RunAsync(
        [
            new("the informer of APIServices", _services.RunAsync),
            new("the registration of APIServices", RegisterAsync),
        ],
        cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _queue.Dispose();

    // What is there must be known before anything is written.
    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        await _services.WaitForSyncAsync(cancellationToken);
        Refresh();
        await _loop.RunAsync(cancellationToken);
    }

    private void Add(string name)
    {
        if (_plans.ContainsKey(name))
        {
            _queue.Add(new(KubeRoute.ApiServices.Group, nameof(ApiService), "", name));
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_bundle() is not { } bundle)
        {
            return ReconcileResult.After(Glance);
        }

        var plan = _plans[key.Name];
        var stored = _services.Cache.Find("", key.Name);
        var route = KubeRoute.ApiServices;
        if (stored is null)
        {
            await _client.CreateRawAsync(route, plan.Create(bundle), cancellationToken);
            return Registered(key.Name, "created");
        }

        if (plan.OtherOwner(stored) is { } other && !_takesOver)
        {
            Refuse(key.Name, other);
            return ReconcileResult.After(CheckInterval);
        }

        if (plan.Mend(stored, bundle) is not { } change)
        {
            return Settle(key.Name);
        }

        await _client.PatchAsync(route.Of("", key.Name), KubePatch.Merge(change), KubeJson.Default.ApiService, cancellationToken);
        return Registered(key.Name, "mended");
    }

    private void Refuse(string name, string owner)
    {
        var problem = $"belongs to {owner}, which is not taken over";
        if (_problems.GetValueOrDefault(name) != problem)
        {
            Log.Foreign(_logger, name, owner);
            _problems[name] = problem;
        }

        Look();
    }

    private ReconcileResult Registered(string name, string what)
    {
        Log.Written(_logger, name, what);
        return Settle(name);
    }

    private ReconcileResult Settle(string name)
    {
        _problems.TryRemove(name, out _);
        Look();
        return ReconcileResult.After(CheckInterval);
    }

    private void Look()
    {
        if (!_problems.Values.Any(problem => problem.StartsWith("not registered", StringComparison.Ordinal)))
        {
            _registered.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1211, LogLevel.Information, "The APIService {Name} was {What}: requests for it come here")]
        public static partial void Written(ILogger logger, string name, string what);

        [LoggerMessage(1212, LogLevel.Warning, "The APIService {Name} belongs to {Owner} and is not taken over: requests for it go there")]
        public static partial void Foreign(ILogger logger, string name, string owner);
    }
}
