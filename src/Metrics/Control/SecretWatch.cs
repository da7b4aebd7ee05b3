using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>The watch of one Secret.</summary>
internal sealed class SecretWatch(ObjectKey key, Informer<Secret> informer)
{
    private CancellationTokenSource? _end;
    private Task _running = Task.CompletedTask;

    /// <summary>What is known of it; null while nothing is.</summary>
    public SecretAnswer? Answer => informer.HasSynced ? new SecretAnswer(informer.Cache.Find(key.Namespace, key.Name), null)
        : informer.Problem is { } problem ? new SecretAnswer(null, problem)
        : null;

    /// <summary>Begins to watch, until the end or until cancelled.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = informer.RunAsync(_end.Token);
    }

    /// <summary>Watches no more.</summary>
    public async Task EndAsync()
    {
        await (_end?.CancelAsync() ?? Task.CompletedTask);
        await _running;
        _end?.Dispose();
    }
}
