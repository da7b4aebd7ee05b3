using RabbitMQ.Client.Exceptions;

namespace Autoscale.Metrics.Control;

/// <summary>Says in one line what a broker means by refusing us over AMQP.</summary>
internal static class RabbitMqRefusal
{
    private const ushort NotAllowed = 530;
    private const ushort AccessRefused = 403;

    /// <summary>The reason, or null where the failure itself says it.</summary>
    public static string? Of(Exception problem, string virtualHost)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationFailureException or PossibleAuthenticationFailureException:
                    return "it refused the name, the password or the certificate (AMQP)";
                case OperationInterruptedException { ShutdownReason.ReplyCode: NotAllowed }:
                    return $"it has no virtual host {virtualHost}, or not for this user (AMQP)";
                case OperationInterruptedException { ShutdownReason.ReplyCode: AccessRefused }:
                    return $"the user may not look at the queues of virtual host {virtualHost} (AMQP)";
            }
        }

        return null;
    }
}
