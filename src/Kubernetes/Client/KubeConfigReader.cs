using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;

namespace Autoscale.Kubernetes.Client;

/// <summary>Turns the context, the cluster and the user of a kubeconfig into a configuration.</summary>
internal static class KubeConfigReader
{
    /// <summary>Reads the three; throws <see cref="KubeConfigException"/> naming the field that is wrong.</summary>
    public static KubeConfig Read(YamlField context, YamlField cluster, YamlField? user)
    {
        var config = ReadCluster(cluster) with { Namespace = context.Text("namespace") ?? "default" };
        return user is null ? config : config with { Credentials = ReadCredentials(user, config), Headers = ReadImpersonation(user) };
    }

    private static KubeConfig ReadCluster(YamlField cluster)
    {
        var authority = Data(cluster, "certificate-authority");
        var skip = cluster.Flag("insecure-skip-tls-verify");
        if (skip && authority is not null)
        {
            throw cluster.Error("insecure-skip-tls-verify", "cannot be true when a certificate-authority is given");
        }

        return new()
        {
            Server = Address(cluster, "server") ?? throw cluster.Error("server", "is required"),
            CertificateAuthorities = authority is null ? null : Pem.Authorities(authority)
                ?? throw cluster.Error(Named(cluster, "certificate-authority"), "holds no certificate"),
            SkipTlsVerify = skip,
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = Address(cluster, "proxy-url"),
        };
    }

    private static Uri? Address(YamlField field, string name)
    {
        if (field.Text(name) is not { } text)
        {
            return null;
        }

        // kubectl takes "host:port" for http://host:port.
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(full, UriKind.Absolute, out var address) && address.Host.Length > 0
            ? address
            : throw field.Error(name, $"\"{text}\" is no address");
    }

    private static ICredentialSource ReadCredentials(YamlField user, KubeConfig config)
    {
        if (user.Mapping("auth-provider") is not null)
        {
            throw user.Error("auth-provider", "is not supported; use exec");
        }

        var certificate = ReadCertificate(user);
        var exec = user.Mapping("exec");
        var hasToken = user.Text("token") is not null || user.Text("tokenFile") is not null;
        if (new[] { exec is not null, hasToken, user.Text("username") is not null }.Count(given => given) > 1)
        {
            throw user.Error("", "has more than one of token, username and exec; only one is allowed");
        }

        return exec is not null ? new ExecCredentials(ExecPlugin.Read(exec, config), certificate)
            : user.Text("tokenFile") is { } file ? new TokenFileCredentials(Resolve(user, file), certificate)
            : new StaticCredentials(new(ReadAuthorization(user), certificate));
    }

    private static AuthenticationHeaderValue? ReadAuthorization(YamlField user) =>
        user.Text("token") is { } token ? new("Bearer", token.Trim())
        : user.Text("username") is { } name
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}")))
            : null;

    private static SslStreamCertificateContext? ReadCertificate(YamlField user)
    {
        var (certificate, key) = (Data(user, "client-certificate"), Data(user, "client-key"));
        if (certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            var missing = certificate is null ? "client-certificate" : "client-key";
            throw user.Error(missing, "is required, since its counterpart is given");
        }

        return Pem.ClientCertificate(certificate, key)
            ?? throw user.Error(Named(user, "client-certificate"), "is no certificate with a key that fits, in PEM");
    }

    private static List<KeyValuePair<string, string>> ReadImpersonation(YamlField user)
    {
        var headers = new List<KeyValuePair<string, string>>();
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers.Add(new(name, value));
            }
        }

        Add("Impersonate-User", user.Text("as"));
        Add("Impersonate-Uid", user.Text("as-uid"));
        foreach (var group in user.Texts("as-groups"))
        {
            Add("Impersonate-Group", group);
        }

        var extra = user.Mapping("as-user-extra");
        foreach (var (key, value) in extra?.Names().SelectMany(key => extra.Texts(key).Select(value => (key, value))) ?? [])
        {
            Add($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value);
        }

        return headers;
    }

    /// <summary>The PEM text of "name-data" (base64), which wins as with kubectl, or of the file called by "name".</summary>
    private static string? Data(YamlField field, string name)
    {
        if (field.Text($"{name}-data") is { } data)
        {
            try
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
            catch (FormatException)
            {
                throw field.Error($"{name}-data", "is not base64");
            }
        }

        if (field.Text(name) is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(Resolve(field, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw field.Error(name, $"{Resolve(field, path)}: {ConfigFile.Problem(error)}");
        }
    }

    private static string Named(YamlField field, string name) => field.Text($"{name}-data") is null ? name : $"{name}-data";

    private static string Resolve(YamlField field, string path) =>
        Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(field.File)) ?? "/");
}
