using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Applies a webhook's failure policy: a call that comes to nothing lets the request pass, or refuses it as a fault of the server.</summary>
internal sealed partial class FailurePolicy(ILogger logger)
{
    /// <summary>What the call says; false when it failed and failures are ignored.</summary>
    public async Task<bool> ApplyAsync(Webhook webhook, Func<Task<bool>> call)
    {
        try
        {
            return await call();
        }
        catch (WebhookCallException error) when (webhook.IgnoresFailures)
        {
            Log.FailedOpen(logger, webhook.Name, error.Message);
            return false;
        }
        catch (WebhookCallException error)
        {
            throw Refusals.Internal(error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7020, LogLevel.Warning, "Failed calling webhook, failing open {Webhook}: {Reason}")]
        public static partial void FailedOpen(ILogger logger, string webhook, string reason);
    }
}
