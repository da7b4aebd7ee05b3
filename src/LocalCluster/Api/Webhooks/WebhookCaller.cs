using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api.Aggregation;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Sends reviews to webhooks over TLS, on connections that are kept.</summary>
internal sealed class WebhookCaller(ServiceConnections connections, KindRegistry kinds, ObjectStore store, TimeProvider time)
{
    private const int LargestAnswer = 16 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ResourceKind? _services = kinds.Find("", "v1", "services");

    /// <summary>Asks the webhook; throws <see cref="WebhookCallException"/> when it does not answer in time or as it should. Dry runs are sent as any others: version 1 has no webhooks with side effects.</summary>
    public async Task<ReviewAnswer> CallAsync(Webhook webhook, ReviewText review, bool isMutating, CancellationToken cancellationToken)
    {
        var uid = Guid.NewGuid().ToString();
        var body = await PostAsync(webhook, review.For(uid, webhook.ReviewVersion), cancellationToken);
        return ReviewAnswer.Read(webhook, body, uid, isMutating);
    }

    private async Task<byte[]> PostAsync(Webhook webhook, byte[] text, CancellationToken cancellationToken)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"{webhook.Target.Url}?timeout={webhook.Timeout.TotalSeconds}s");
        using var limit = new CancellationTokenSource(webhook.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(webhook, url, text);
            using var response = await connections.For(TlsName(webhook.Target), webhook.Target.CaBundle, skipsVerification: false).SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode ? body : throw Fail(webhook, CallFailures.Of((int)response.StatusCode, body));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail(webhook, $"Post {GoText.Quote(url)}: context deadline exceeded");
        }
        catch (HttpRequestException error)
        {
            throw Fail(webhook, $"Post {GoText.Quote(url)}: {CallFailures.Of(error, webhook.Target.Address)}");
        }
    }

    private HttpRequestMessage Request(Webhook webhook, string url, byte[] text)
    {
        // Upstream uses HTTP/1.1 here, so that requests spread over the servers behind one address.
        var request = new HttpRequestMessage(HttpMethod.Post, Address(webhook, url)) { Version = HttpVersion.Version11, Content = new ByteArrayContent(text) };
        request.Content.Headers.ContentType = Json;
        request.Headers.Add("Accept", "application/json, */*");
        if (webhook.Target.ServiceName.Length > 0)
        {
            request.Headers.Host = webhook.Target.Address?.Authority;
        }

        return request;
    }

    private Uri Address(Webhook webhook, string url)
    {
        var target = webhook.Target;
        if (target.Address is null)
        {
            throw new WebhookCallException(webhook, $"could not get REST client: Unparsable URL: {target.Url}");
        }

        if (target.ServiceName.Length == 0)
        {
            return new Uri(url);
        }

        var found = _services is null ? null : store.Find(_services, target.ServiceNamespace, target.ServiceName);
        if (found is null)
        {
            throw Fail(webhook, $"Post {GoText.Quote(url)}: service {GoText.Quote(target.ServiceName)} not found");
        }

        // Services of type ExternalName lead to servers outside of the cluster, which here are the only ones.
        var host = found.Value.Child("spec").Text("externalName");
        return host.Length > 0
            ? new UriBuilder(url) { Host = host }.Uri
            : throw Fail(webhook, $"Post {GoText.Quote(url)}: no endpoints available for service {GoText.Quote(target.ServiceName)}");
    }

    private static string TlsName(WebhookTarget target) => target.Address?.IdnHost ?? "";

    private static WebhookCallException Fail(Webhook webhook, string reason) => new(webhook, $"failed to call webhook: {reason}");
}
