using Autoscale.LocalCluster.Api.Aggregation;
using Autoscale.LocalCluster.Kinds.Registration;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Puts the two webhook steps at the end of admission's chain.</summary>
internal static class WebhookAdmission
{
    /// <summary>Adds the steps; none when the API does not know the configurations.</summary>
    public static void AddTo(ApiServer server, ServiceConnections connections, ILogger logger)
    {
        var (kinds, store) = (server.Kinds, server.Store);
        var selection = new WebhookSelection(kinds, store);
        var caller = new WebhookCaller(connections, kinds, store, server.Time);
        var failures = new FailurePolicy(logger);
        if (kinds.Find(WebhookConfigurationKinds.Group, "v1", WebhookConfigurationKinds.Mutating.Plural) is { } mutating)
        {
            server.Admission.AddMutating(new MutatingWebhooks(new WebhookRegistry(store, mutating), selection, caller, failures, kinds).AdmitAsync);
        }

        if (kinds.Find(WebhookConfigurationKinds.Group, "v1", WebhookConfigurationKinds.Validating.Plural) is { } validating)
        {
            server.Admission.AddValidating(new ValidatingWebhooks(new WebhookRegistry(store, validating), selection, caller, failures).AdmitAsync);
        }
    }
}
