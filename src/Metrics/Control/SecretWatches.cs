using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Declared;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Follows the Secrets that sources refer to and no others, each by a watch of its own name, so that rights to these names are enough.
/// </summary>
internal sealed class SecretWatches(KubeClient client, TimeProvider time, ILoggerFactory loggers)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, IReadOnlyCollection<ObjectKey>> _byReferrer = [];
    private readonly ConcurrentDictionary<ObjectKey, SecretWatch> _watches = new();
    private readonly List<Task> _ending = [];
    private CancellationToken _stopping;

    /// <summary>Called with each object that refers to a Secret that has changed.</summary>
    public Action<ObjectKey> Changed { get; set; } = _ => { };

    /// <summary>Works until cancelled: watches begin as they are referred to.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _stopping = cancellationToken;
            foreach (var watch in _watches.Values)
            {
                watch.Start(cancellationToken);
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(EndAll());
    }

    /// <summary>Puts the Secrets that an object refers to in place of those that it referred to before.</summary>
    public void Refer(ObjectKey referrer, IReadOnlyCollection<ObjectKey> secrets)
    {
        lock (_lock)
        {
            var before = _byReferrer.GetValueOrDefault(referrer, []);
            _byReferrer[referrer] = secrets;
            if (secrets.Count == 0)
            {
                _byReferrer.Remove(referrer);
            }

            foreach (var added in secrets.Where(secret => !_watches.ContainsKey(secret)))
            {
                Begin(added);
            }

            var referred = _byReferrer.Values.SelectMany(all => all).ToHashSet();
            foreach (var gone in before.Where(secret => !referred.Contains(secret)))
            {
                End(gone);
            }
        }
    }

    /// <summary>What is known of a Secret that somebody refers to; null while nothing is.</summary>
    public SecretAnswer? Find(ObjectKey secret) => _watches.GetValueOrDefault(secret)?.Answer;

    private void Begin(ObjectKey secret)
    {
        var options = new InformerOptions { Random = new Random(), Time = time, FieldSelector = $"metadata.name={secret.Name}" };
        var informer = new Informer<Secret>(
            client, KubeRoute.Secrets.In(secret.Namespace), KubeJson.Default.Secret, options, loggers.CreateLogger<Informer<Secret>>());
        informer.Subscribe(_ => Tell(secret));
        var watch = new SecretWatch(secret, informer);
        _watches[secret] = watch;
        if (_stopping.CanBeCanceled)
        {
            watch.Start(_stopping);
        }
    }

    private void End(ObjectKey secret)
    {
        if (_watches.TryRemove(secret, out var watch))
        {
            _ending.RemoveAll(task => task.IsCompleted);
            _ending.Add(watch.EndAsync());
        }
    }

    private Task[] EndAll()
    {
        lock (_lock)
        {
            return [.. _ending, .. _watches.Values.Select(watch => watch.EndAsync())];
        }
    }

    private void Tell(ObjectKey secret)
    {
        ObjectKey[] referrers;
        lock (_lock)
        {
            referrers = [.. _byReferrer.Where(pair => pair.Value.Contains(secret)).Select(pair => pair.Key)];
        }

        foreach (var referrer in referrers)
        {
            Changed(referrer);
        }
    }
}
