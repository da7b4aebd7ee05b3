using Microsoft.Extensions.Hosting;

namespace Autoscale.Admission.Control;

/// <summary>Leaves signals and the console to the process that the server is a part of.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
