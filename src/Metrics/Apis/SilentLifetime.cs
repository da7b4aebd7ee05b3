using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Apis;

/// <summary>Leaves signals and the console to the process that the server is a part of.</summary>
public sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
