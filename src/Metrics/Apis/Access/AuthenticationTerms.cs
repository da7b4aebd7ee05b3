using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>
/// By what an aggregated server knows those who ask: the ConfigMap kube-system/extension-apiserver-authentication, which the API
/// server writes.
/// </summary>
internal sealed record AuthenticationTerms
{
    /// <summary>Nobody is known.</summary>
    public static AuthenticationTerms None { get; } = new();

    /// <summary>Whose certificates the API server shows when it passes requests on; null when it passes none on.</summary>
    public CertificateTrust? FrontProxy { get; init; }

    /// <summary>The names that such a certificate may bear; empty for any.</summary>
    public IReadOnlyList<string> AllowedNames { get; init; } = [];

    /// <summary>The headers that may bear the user's name; the first that does counts.</summary>
    public IReadOnlyList<string> UsernameHeaders { get; init; } = [];

    /// <summary>The headers that may bear the user's uid; the first that does counts.</summary>
    public IReadOnlyList<string> UidHeaders { get; init; } = [];

    /// <summary>The headers that bear the user's groups, each value one group.</summary>
    public IReadOnlyList<string> GroupHeaders { get; init; } = [];

    /// <summary>How headers begin that say more of the user.</summary>
    public IReadOnlyList<string> ExtraPrefixes { get; init; } = [];

    /// <summary>Whose certificates stand for users of the cluster; null for nobody's.</summary>
    public CertificateTrust? Clients { get; init; }

    /// <summary>Whether certificates count at all: one that does not is then a false claim, and no more than that otherwise.</summary>
    public bool Judges => FrontProxy is not null || Clients is not null;

    /// <summary>Whether the API server's certificate may bear the name.</summary>
    public bool Allows(string? name) => AllowedNames.Count == 0 || (name is not null && AllowedNames.Contains(name));

    /// <summary>Reads the ConfigMap's data; throws <see cref="FormatException"/> with what is wrong, naming the key.</summary>
    public static AuthenticationTerms Read(IReadOnlyDictionary<string, string> data) => new()
    {
        FrontProxy = Trust(data, "requestheader-client-ca-file"),
        AllowedNames = Texts(data, "requestheader-allowed-names"),
        UsernameHeaders = Texts(data, "requestheader-username-headers"),
        UidHeaders = Texts(data, "requestheader-uid-headers"),
        GroupHeaders = Texts(data, "requestheader-group-headers"),
        ExtraPrefixes = Texts(data, "requestheader-extra-headers-prefix"),
        Clients = Trust(data, "client-ca-file"),
    };

    private static CertificateTrust? Trust(IReadOnlyDictionary<string, string> data, string key)
    {
        if (data.GetValueOrDefault(key) is not { Length: > 0 } pem)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw new FormatException($"{key} holds something that is no certificate");
        }

        return authorities.Count > 0 ? new CertificateTrust(authorities) : throw new FormatException($"{key} holds no certificate");
    }

    private static IReadOnlyList<string> Texts(IReadOnlyDictionary<string, string> data, string key)
    {
        if (data.GetValueOrDefault(key) is not { Length: > 0 } json)
        {
            return [];
        }

        try
        {
            return [.. (JsonSerializer.Deserialize(json, MetricsJson.Default.ListString) ?? []).Where(text => text.Length > 0)];
        }
        catch (JsonException)
        {
            throw new FormatException($"{key} is no JSON list of texts");
        }
    }
}
