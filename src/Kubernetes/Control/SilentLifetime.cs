using Microsoft.Extensions.Hosting;

namespace Autoscale.Kubernetes.Control;

/// <summary>Leaves signals and the console to the process that a server is a part of.</summary>
public sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
