using MassTransit;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>Counts the messages that came, and tells of those that were moved to the errors: nobody else hears of them.</summary>
internal sealed partial class ReportObserver(SourceTools tools) : IReceiveObserver
{
    private const string Way = "bus";

    private readonly ILogger _logger = tools.Loggers.CreateLogger<ReportObserver>();

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        tools.Telemetry.Pushed(Way, "Accepted");
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => RefusedAsync(context.ReceiveContext, exception);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => RefusedAsync(context, exception);

    private Task RefusedAsync(ReceiveContext context, Exception problem)
    {
        tools.Telemetry.Pushed(Way, "Refused");
        Log.Refused(_logger, context.InputAddress.AbsolutePath.TrimStart('/'), SourceFailure.Reason(problem));
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Warning, "Moved a message from {Queue} to its errors: {Reason}")]
        public static partial void Refused(ILogger logger, string queue, string reason);
    }
}
