using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>
/// Reads and writes the scale of targets and the status of autoscalers. What the API says of a scale is an answer, also a no; a
/// broken connection throws.
/// </summary>
public sealed class ScaleClient(KubeClient client, TimeProvider time)
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ScaleRoutes _routes = new(client);

    internal async Task<ScaleAnswer> ReadAsync(HorizontalPodAutoscaler hpa, CancellationToken cancellationToken)
    {
        var reference = hpa.Spec.ScaleTargetRef;
        if (!ScaleTarget.TryParseGroup(reference.ApiVersion, out var group, out var malformed))
        {
            return Failed(ScaleFailureKind.InvalidApiVersion, malformed);
        }

        KubeError? first = null;
        try
        {
            var routes = await _routes.FindAsync(group, reference.Kind, cancellationToken);
            foreach (var route in routes.Select(r => r.Of(hpa.Metadata.Namespace, reference.Name).Sub("scale")))
            {
                try
                {
                    return new(await client.GetAsync(route, KubeJson.Default.Scale, cancellationToken), route, null);
                }
                catch (KubeError error)
                {
                    first ??= error;
                }
            }
        }
        catch (KubeError error)
        {
            return Failed(ScaleFailureKind.UnknownKind, error.Message);
        }

        return first is null
            ? Failed(ScaleFailureKind.UnknownKind, ScaleTarget.UnknownKindText(group, reference.Kind))
            : Failed(ScaleFailureKind.Unreadable, first.Message);
    }

    /// <summary>Sets the replicas of a target; when somebody else was first, it is read and written again, up to five times.</summary>
    public async Task<RescaleResult> WriteAsync(KubeRoute route, Scale scale, int replicas, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; !await TryWriteAsync(route, scale, replicas, attempt == Tries, cancellationToken); attempt++)
            {
                await Task.Delay(Pause, time, cancellationToken);
                scale = await client.GetAsync(route, KubeJson.Default.Scale, cancellationToken);
            }

            return RescaleResult.Done;
        }
        catch (KubeError error)
        {
            return RescaleResult.Failed(error.Message);
        }
    }

    /// <summary>Replaces the status of an autoscaler; returns the object as the API then has it.</summary>
    public Task<HorizontalPodAutoscaler> WriteStatusAsync(
        HorizontalPodAutoscaler hpa, HpaStatus status, CancellationToken cancellationToken)
    {
        var route = KubeRoute.HorizontalPodAutoscalers.Of(hpa.Metadata.Namespace, hpa.Metadata.Name).Sub("status");
        var patch = KubePatch.Merge(StatusPatch.Of(status), HpaJson.Default.StatusPatch);
        return client.PatchAsync(route, patch, KubeJson.Default.HorizontalPodAutoscaler, cancellationToken);
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
