using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>
/// Reads and writes the scale of targets and the status of autoscalers. What the API says of a scale is an answer, also a no, and
/// nothing within 10 s, so that a kind that hangs does not hold up the others; a broken connection throws.
/// </summary>
public sealed class ScaleClient(KubeClient client, TimeProvider time)
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly KindRoutes _routes = new(client);

    internal async Task<ScaleAnswer> ReadAsync(HorizontalPodAutoscaler hpa, CancellationToken cancellationToken)
    {
        var reference = hpa.Spec.ScaleTargetRef;
        if (!ScaleTarget.TryParseGroup(reference.ApiVersion, out var group, out var malformed))
        {
            return Failed(ScaleFailureKind.InvalidApiVersion, malformed);
        }

        try
        {
            return await WithinAsync(token => ReadAsync(group, hpa, token), cancellationToken);
        }
        catch (KubeError error)
        {
            return Failed(ScaleFailureKind.UnknownKind, error.Message);
        }
        catch (TimeoutException late)
        {
            return Failed(ScaleFailureKind.Unreadable, late.Message);
        }
    }

    /// <summary>Sets the replicas of a target; when somebody else was first, it is read and written again, up to five times.</summary>
    public async Task<RescaleResult> WriteAsync(KubeRoute route, Scale scale, int replicas, CancellationToken cancellationToken)
    {
        try
        {
            return await WithinAsync(token => WriteUntilFirstAsync(route, scale, replicas, token), cancellationToken);
        }
        catch (Exception refused) when (refused is KubeError or TimeoutException)
        {
            return RescaleResult.Failed(refused.Message);
        }
    }

    /// <summary>Replaces the status of an autoscaler; returns the object as the API then has it, or throws <see cref="TimeoutException"/>.</summary>
    public Task<HorizontalPodAutoscaler> WriteStatusAsync(
        HorizontalPodAutoscaler hpa, HpaStatus status, CancellationToken cancellationToken)
    {
        var route = KubeRoute.HorizontalPodAutoscalers.Of(hpa.Metadata.Namespace, hpa.Metadata.Name).Sub("status");
        var patch = KubePatch.Merge(StatusPatch.Of(status), HpaJson.Default.StatusPatch);
        return WithinAsync(token => client.PatchAsync(route, patch, KubeJson.Default.HorizontalPodAutoscaler, token), cancellationToken);
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await call(both.Token);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the server did not answer within {Deadline.TotalSeconds} s", late);
        }
    }

    private async Task<ScaleAnswer> ReadAsync(string group, HorizontalPodAutoscaler hpa, CancellationToken cancellationToken)
    {
        var reference = hpa.Spec.ScaleTargetRef;
        var refusals = new List<KubeError>();
        var routes = await _routes.FindAsync(group, reference.Kind, cancellationToken);
        foreach (var route in routes.Select(r => r.Of(hpa.Metadata.Namespace, reference.Name).Sub("scale")))
        {
            try
            {
                return new(await client.GetAsync(route, KubeJson.Default.Scale, cancellationToken), route, null);
            }
            catch (KubeError error)
            {
                refusals.Add(error);
            }
        }

        if (refusals.Count == 0)
        {
            return Failed(ScaleFailureKind.UnknownKind, ScaleTarget.UnknownKindText(group, reference.Kind));
        }

        if (refusals.TrueForAll(LacksResource))
        {
            _routes.Forget(group, reference.Kind);
        }

        return Failed(ScaleFailureKind.Unreadable, refusals[0].Message);
    }

    // Where the object alone is missing, the server names it.
    private static bool LacksResource(KubeError error) => error.IsNotFound && error.Details?.Name is not { Length: > 0 };

    private async Task<RescaleResult> WriteUntilFirstAsync(KubeRoute route, Scale scale, int replicas, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryWriteAsync(route, scale, replicas, attempt == Tries, cancellationToken); attempt++)
        {
            await Task.Delay(Pause, time, cancellationToken);
            scale = await client.GetAsync(route, KubeJson.Default.Scale, cancellationToken);
        }

        return RescaleResult.Done;
    }

    private async Task<bool> TryWriteAsync(KubeRoute route, Scale scale, int replicas, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            var patch = KubePatch.Merge(ScalePatch.Of(scale, replicas), HpaJson.Default.ScalePatch);
            await client.PatchAsync(route, patch, KubeJson.Default.Scale, cancellationToken);
            return true;
        }
        catch (KubeError error) when (error.IsConflict && !isLast)
        {
            return false;
        }
    }

    private static ScaleAnswer Failed(ScaleFailureKind kind, string error) => new(null, null, new(kind, error));
}
