using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>The exceptions that were logged: what nobody has foreseen.</summary>
internal sealed class Defects<T>(List<Exception> seen) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
        {
            seen.Add(exception);
        }
    }
}
