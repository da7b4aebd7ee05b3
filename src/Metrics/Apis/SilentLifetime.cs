using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Apis;

/// <summary>Leaves signals and the console to the process that the server is a part of.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
