using MassTransit;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>Tells when reports can be taken over the bus, and when and why they cannot.</summary>
internal sealed partial class EndpointObserver(ILogger logger) : IReceiveEndpointObserver
{
    private string? _problem = "";

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (Interlocked.Exchange(ref _problem, null) is not null)
        {
            Log.Ready(logger);
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    // It fails again at every attempt to connect, which is told once.
    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        var problem = faulted.Exception is { } exception ? SourceFailure.Reason(exception) : "the connection was lost";
        if (Interlocked.Exchange(ref _problem, problem) != problem)
        {
            Log.Lost(logger, problem);
        }

        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Information, "Taking reports over the bus")]
        public static partial void Ready(ILogger logger);

        [LoggerMessage(1302, LogLevel.Warning, "No reports over the bus, trying again: {Reason}")]
        public static partial void Lost(ILogger logger, string reason);
    }
}
