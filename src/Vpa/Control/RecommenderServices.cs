using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Vpa.Control;

/// <summary>Puts the recommender together.</summary>
internal static class RecommenderServices
{
    /// <summary>The controller, with all that the recommender consists of.</summary>
    public static VerticalController Controller(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<VerticalOptions>();
        var caches = provider.GetRequiredService<VerticalCaches>();
        var observer = ActivatorUtilities.CreateInstance<OomObserver>(provider);
        var usage = new UsageState(options.Usage, caches.Targets);
        var sight = new VerticalSight(caches.Autoscalers, caches.Targets, usage, options);
        var feeder = ActivatorUtilities.CreateInstance<UsageFeeder>(provider, usage, observer);
        var index = new CheckpointIndex();
        var store = ActivatorUtilities.CreateInstance<CheckpointStore>(provider, index, usage);
        var past = new PastUsage(store, ActivatorUtilities.CreateInstance<HistoryFeed>(provider, usage, caches.Pods.Cache), options);
        var reconciler = ActivatorUtilities.CreateInstance<VerticalReconciler>(
            provider, sight, past, feeder, ActivatorUtilities.CreateInstance<VerticalOutlet>(provider));
        var tools = ActivatorUtilities.CreateInstance<CheckpointTools>(provider);
        var parts = new VerticalLoopParts
        {
            Options = options,
            Usage = usage,
            Sight = sight,
            Targets = caches.Targets,
            Reconciler = reconciler,
            Feeder = feeder,
            Observer = observer,
            Index = index,
            Store = store,
            Checkpoints = ActivatorUtilities.CreateInstance<CheckpointLoop>(provider, store, index, sight, tools),
            Past = past,
        };
        var loop = ActivatorUtilities.CreateInstance<VerticalLoop>(
            provider, parts, new WorkQueue(provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<ControlLoopServices>());
        return new(caches, provider.GetRequiredService<VerticalBook>(), loop, provider.GetRequiredService<UpdateLoop>(), options);
    }
}
