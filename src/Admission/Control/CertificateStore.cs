using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>Puts the Secret of the certificates right by compare-and-swap, so that of several replicas one makes what all use.</summary>
internal sealed partial class CertificateStore(
    KubeClient client, CertificateOptions options, IRegistrations registrations, UpkeepServices services)
{
    private readonly KubeRoute _route = KubeRoute.Secrets.Of(options.Namespace, options.SecretName);
    private readonly ILogger _logger = services.Logging.CreateLogger<CertificateStore>();

    /// <summary>
    /// What the Secret holds, after it was made, restored from what is known, or renewed where that was due. Throws
    /// <see cref="KubeError"/> of a conflict when another replica was faster; the next look shows what it wrote.
    /// </summary>
    public async Task<WebhookCertificate> EnsureAsync(WebhookCertificate? known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await client.FindAsync(_route, KubeJson.Default.Secret, cancellationToken);
        var read = WebhookCertificate.Read(stored?.Data);
        var intact = read ?? known;
        var wanted = intact?.Renew(options.Terms, now)
            ?? WebhookCertificate.Create(options.Terms, now, await TrustedAsync(cancellationToken));
        if (wanted == read)
        {
            return wanted;
        }

        await WriteAsync(stored, wanted, cancellationToken);
        Tell(stored is null ? "deleted" : "damaged", known, read, wanted);
        return wanted;
    }

    /// <summary>The authorities of ours that the API server trusts now.</summary>
    private async Task<IReadOnlyList<X509Certificate2>> TrustedAsync(CancellationToken cancellationToken)
    {
        var bundles = await registrations.ReadBundlesAsync(cancellationToken);
        return [.. bundles.SelectMany(AuthorityBundle.Ours).DistinctBy(authority => authority.Thumbprint)];
    }

    private Task WriteAsync(Secret? stored, WebhookCertificate wanted, CancellationToken cancellationToken)
    {
        var data = new JsonObject(wanted.ToData().Select(pair => KeyValuePair.Create(
            pair.Key, pair.Value is null ? null : (JsonNode?)Convert.ToBase64String(pair.Value))));
        if (stored is not null)
        {
            var change = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = stored.Metadata.ResourceVersion },
                ["data"] = data,
            };
            return client.PatchAsync(_route, KubePatch.Merge(Bytes(change)), KubeJson.Default.Secret, cancellationToken);
        }

        foreach (var absent in data.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList())
        {
            data.Remove(absent);
        }

        var created = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = options.SecretName, ["namespace"] = options.Namespace },
            ["type"] = "kubernetes.io/tls",
            ["data"] = data,
        };
        return client.CreateRawAsync(_route with { Name = "" }, Bytes(created), cancellationToken);
    }

    private void Tell(string harm, WebhookCertificate? known, WebhookCertificate? read, WebhookCertificate wanted)
    {
        var what = read is null ? (known is null ? "created" : "restored")
            : read.Authority == wanted.Authority ? "serving" : "authority";
        services.Telemetry.Renewed(what);
        if (what == "restored")
        {
            Log.Restored(_logger, options.Namespace, options.SecretName, harm);
        }
        else
        {
            Log.Made(_logger, what, string.Join(", ", options.Terms.Names), wanted.Serving.Certificate.NotAfter, wanted.Authority.Certificate.NotAfter);
        }
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static partial class Log
    {
        [LoggerMessage(5111, LogLevel.Information, "Made certificates ({What}) for {Names}: serving until {End}, authority until {AuthorityEnd}")]
        public static partial void Made(ILogger logger, string what, string names, DateTimeOffset end, DateTimeOffset authorityEnd);

        [LoggerMessage(5112, LogLevel.Warning, "Restored the Secret {Namespace}/{Name}, which was {Harm}")]
        public static partial void Restored(ILogger logger, string @namespace, string name, string harm);
    }
}
