using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api.Http;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>What a webhook answered, found to be in order, after upstream's plugin/webhook/request.</summary>
internal sealed record ReviewAnswer(bool IsAllowed, JsonObject? Status, JsonArray Patch, IReadOnlyList<string> Warnings)
{
    private const string Invalid = "received invalid webhook response: ";

    /// <summary>Reads the answer to the review of that uid and version; throws <see cref="WebhookCallException"/> when it is none.</summary>
    public static ReviewAnswer Read(Webhook webhook, byte[] body, string uid, bool isMutating)
    {
        var review = Parse(webhook, body);
        var response = Decode(webhook, review).Child("response") ?? throw Fail(webhook, "webhook response was absent");
        if (webhook.ReviewVersion == "v1")
        {
            Check(webhook, review, response, uid, isMutating);
        }

        return new ReviewAnswer(
            response.Flag("allowed"),
            response.Child("status"),
            isMutating ? ReadPatch(webhook, response.Text("patch")) : [],
            [.. response.Texts("warnings")]);
    }

    private static JsonObject Parse(Webhook webhook, byte[] body)
    {
        try
        {
            return JsonText.Read(body) as JsonObject
                ?? throw new WebhookCallException(webhook, "failed to call webhook: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        catch (JsonException)
        {
            throw new WebhookCallException(webhook, $"failed to call webhook: couldn't get version/kind; json parse error: {GoJsonErrors.Describe(body)}");
        }
    }

    private static JsonObject Decode(Webhook webhook, JsonObject review)
    {
        try
        {
            return ObjectDecoder.Decode(BodyKinds.AdmissionReview, review, _ => { });
        }
        catch (DecodeProblem problem)
        {
            throw new WebhookCallException(webhook, $"failed to call webhook: {problem.Message}");
        }
    }

    private static void Check(Webhook webhook, JsonObject review, JsonObject response, string uid, bool isMutating)
    {
        var (got, kind) = (response.Text("uid"), $"{Group(review.Text("apiVersion"))}, Kind={review.Text("kind")}");
        var (hasPatch, hasType) = (response.Text("patch").Length > 0, response["patchType"] is not null);
        var problem =
            got != uid ? $"expected response.uid={GoText.Quote(uid)}, got {GoText.Quote(got)}"
            : kind != "admission.k8s.io/v1, Kind=AdmissionReview" ? $"expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got {kind}"
            : isMutating && hasPatch && !hasType ? "webhook returned response.patch but not response.patchType"
            : isMutating && !hasPatch && hasType ? "webhook returned response.patchType but not response.patch"
            : isMutating && hasType && response.Text("patchType").Length == 0 ? "webhook returned invalid response.patchType of \"\""
            : !isMutating && hasPatch ? "validating webhook may not return response.patch"
            : !isMutating && hasType ? "validating webhook may not return response.patchType"
            : null;
        if (problem is not null)
        {
            throw Fail(webhook, problem);
        }

        if (isMutating && hasType && response.Flag("allowed") && response.Text("patchType") is not "JSONPatch" and var type)
        {
            throw new WebhookCallException(webhook, $"unsupported patch type {GoText.Quote(type)}");
        }
    }

    private static string Group(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"/{apiVersion}";

    private static JsonArray ReadPatch(Webhook webhook, string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var patch = Convert.FromBase64String(text);
        try
        {
            return JsonText.Read(patch) as JsonArray
                ?? throw new WebhookCallException(webhook, "received undecodable patch in webhook response: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }
        catch (JsonException)
        {
            throw new WebhookCallException(webhook, $"received undecodable patch in webhook response: {GoJsonErrors.Describe(patch)}");
        }
    }

    private static WebhookCallException Fail(Webhook webhook, string problem) => new(webhook, Invalid + problem);
}
