using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Words a webhook's denial, after upstream's plugin/webhook/errors.</summary>
internal static class WebhookDenial
{
    private const int BadRequest = 400;
    private const int HighestCode = 999;

    /// <summary>The refusal of a request that the webhook denied, with what its status says.</summary>
    public static ApiError Of(string webhook, JsonObject? status)
    {
        var (message, reason, details) = (status.Text("message"), status.Text("reason"), status.Child("details"));
        var explanation = message.Length > 0 ? $": {message}" : reason.Length > 0 ? $": {reason}" : " without explanation";
        var code = (int)Math.Clamp(status.Integer("code") ?? 0, BadRequest, HighestCode);
        return new ApiError(code, reason, $"admission webhook {GoText.Quote(webhook)} denied the request{explanation}")
        {
            Name = details.Text("name"),
            Group = details.Text("group"),
            Kind = details.Text("kind"),
            Uid = details.Text("uid"),
            RetryAfterSeconds = (int)Math.Clamp(details.Integer("retryAfterSeconds") ?? 0, 0, int.MaxValue),
            Causes = [.. details.Children("causes").Select(cause => new FieldError(cause.Text("reason"), cause.Text("field"), cause.Text("message")))],
            HasDetails = details is not null,
        };
    }
}
