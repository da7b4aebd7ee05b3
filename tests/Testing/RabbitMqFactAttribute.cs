using Xunit;

namespace Autoscale.Testing;

/// <summary>A fact that needs the real rabbitmq-server; skipped, with the reason, where it is not installed.</summary>
public sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute()
    {
        if (RabbitMqServer.WhyUnavailable is { } reason)
        {
            Skip = reason;
        }
    }
}
