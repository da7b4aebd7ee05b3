using Microsoft.Extensions.Hosting;

namespace Autoscale.LocalCluster;

/// <summary>Leaves the process's signals to whoever runs the process.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
