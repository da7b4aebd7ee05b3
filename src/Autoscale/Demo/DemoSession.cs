using Autoscale.Kubernetes.Client;
using Autoscale.Quota.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Demo;

/// <summary>One run of the demo, from an empty cluster to its summary.</summary>
internal sealed class DemoSession(DemoSettings settings, DemoView view)
{
    private const int SamplesPerLine = 4;

    private static readonly TimeSpan SamplePeriod = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs until everything is done and the replicas came down, or patience ends.</summary>
    public async Task<DemoResult> RunAsync(CancellationToken cancellationToken)
    {
        var cluster = new LocalSettings { Broker = settings.Broker, LogLevel = LogLevel.Error };
        await using var local = await LocalRun.StartAsync(cluster, cancellationToken);
        await local.WriteKubeconfigAsync(settings.Kubeconfig, cancellationToken);
        await using var controllers = await ControllerRun.StartAsync(Controllers(), cancellationToken);
        await using var metrics = await LocalMetrics.StartAsync(local, controllers, cancellationToken);
        await controllers.WaitForRegistrationAsync(cancellationToken);
        await Manifests.ApplyAsync(controllers.Client, local.Host.Api.Kinds, cancellationToken);
        view.Begin(settings, local.Host.BaseAddress);
        controllers.Decisions.Written += view.Note;
        var load = new LoadReplay(settings, local.Broker, local.Runtime.Traffic);
        using var reactions = new ReactionWatch(local.Host.Api, controllers.Table);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var replay = load.RunAsync(ending.Token);
        IReadOnlyList<DemoSample> samples;
        try
        {
            samples = await WatchAsync(new(local, controllers.Table, load), replay, controllers.Work, cancellationToken);
        }
        finally
        {
            await ending.CancelAsync();
            await replay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var result = new DemoResult(samples, FewestReplicas(), reactions.Slowest);
        view.End(result);
        return result;
    }

    private static int FewestReplicas() => Manifests.Read()
        .Where(value => value["kind"]?.GetValue<string>() == "HorizontalPodAutoscaler"
            && value["metadata"]?["name"]?.GetValue<string>() == DemoSettings.QueueWorkers)
        .Select(value => value["spec"]?["minReplicas"]?.GetValue<int>() ?? 1)
        .First();

    private ControllerSettings Controllers() => new()
    {
        Cluster = KubeConfig.Load(new KubeConfigSource { Path = settings.Kubeconfig }),
        Metrics = new()
        {
            ScrapePeriod = TimeSpan.FromSeconds(1),
            Brokers = settings.Brokers,
        },
        OwnSources = settings.Brokers.Count == 0 ? [LocalMetrics.MemoryClaims] : [],
        Governance = GovernanceSettings.Local(GovernanceMode.Enforce),
        LogLevel = LogLevel.Error,
    };

    // What ends too early, the traffic or the controllers, ends the demo with its failure.
    private async Task<IReadOnlyList<DemoSample>> WatchAsync(
        DemoSnapshot snapshot, Task load, Task controllers, CancellationToken cancellationToken)
    {
        var start = Composition.Clock.GetTimestamp();
        var samples = new List<DemoSample>();
        TimeSpan? loadEnded = null;
        using var timer = new PeriodicTimer(SamplePeriod, Composition.Clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await (load.IsFaulted ? load : controllers.IsCompleted ? controllers : Task.CompletedTask);
            var at = Composition.Clock.GetElapsedTime(start);
            samples.Add(snapshot.Take(at));
            if (samples.Count % SamplesPerLine == 1)
            {
                view.Show(samples[^1]);
            }

            loadEnded ??= load.IsCompleted ? at : null;
            var hasCalmed = new DemoResult(samples, FewestReplicas(), TimeSpan.Zero).Passed && samples[^1].HttpWorkers <= 1;
            if (loadEnded is { } ended && (hasCalmed || at - ended > settings.Patience))
            {
                break;
            }
        }

        await load;
        return samples;
    }
}
