using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>An informer of a custom resource whose definition may come later, or never: until it does, there are no objects.</summary>
public sealed partial class DefinedInformer<T>(
    KubeClient client, KubeRoute route, Informer<T> informer, TimeProvider time, ILogger<DefinedInformer<T>> logger)
    where T : class, IKubeObject
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _undefined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is known which objects there are.</summary>
    public bool IsKnown => informer.HasSynced || _undefined.Task.IsCompleted;

    /// <summary>The objects as last heard of.</summary>
    public ObjectCache<T> Cache => informer.Cache;

    /// <summary>As of <see cref="Informer{T}.Subscribe"/>.</summary>
    public void Subscribe(Action<ObjectChange<T>> handler) => informer.Subscribe(handler);

    /// <summary>Returns when <see cref="IsKnown"/> is true.</summary>
    public Task WaitUntilKnownAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(informer.WaitForSyncAsync(cancellationToken), _undefined.Task.WaitAsync(cancellationToken)).Unwrap();

    /// <summary>Waits for the definition, and follows the objects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!await IsDefinedAsync(cancellationToken))
            {
                if (_undefined.TrySetResult())
                {
                    Log.Undefined(logger, route.Plural, route.Group);
                }

                await Task.Delay(Glance, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await informer.RunAsync(cancellationToken);
    }

    // Whatever else is wrong, the informer says itself.
    private async Task<bool> IsDefinedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.GetRawAsync($"{route.Path}?limit=1", cancellationToken);
            return true;
        }
        catch (KubeError error)
        {
            // Who was upgraded without the new rights goes on with what he may see.
            if (error.Code == 403 && !IsKnown)
            {
                Log.Forbidden(logger, route.Plural, route.Group, error.Message);
            }

            return error.Code is not (403 or 404);
        }
        catch (Exception failure) when (ControlLoopOptions.Classify(failure) == FailureKind.Transient)
        {
            // Also what a cancelled request throws, whichever that is: the informer ends at once then.
            Log.Unreachable(logger, route.Plural, failure.Message);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6105, LogLevel.Information, "There are no {Plural}.{Group} in this cluster; they are followed once they are defined")]
        public static partial void Undefined(ILogger logger, string plural, string group);

        [LoggerMessage(6107, LogLevel.Warning, "May not list {Plural}.{Group}, and goes on as though there were none until it may: {Reason}")]
        public static partial void Forbidden(ILogger logger, string plural, string group, string reason);

        [LoggerMessage(6106, LogLevel.Debug, "Cannot tell whether {Plural} are defined: {Reason}")]
        public static partial void Unreachable(ILogger logger, string plural, string reason);
    }
}
