using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Kubernetes.Client;

/// <summary>Where an API server is, how to trust it, and how to be known there.</summary>
public sealed record KubeConfig
{
    /// <summary>Address of the API server.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace to use where none is given; "default" by default.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The authorities that the server's certificate must come from; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Whether the server's certificate goes unchecked.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>Name that the server's certificate must bear; null for the address's own.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy through which the server is reached; null for what the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Headers of every request, such as Impersonate-User.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How the client proves who it is; anonymous by default.</summary>
    public ICredentialSource Credentials { get; init; } = StaticCredentials.Anonymous;

    /// <summary>
    /// Reads the configuration from the named file, else from the list in KUBECONFIG, else from ~/.kube/config, else
    /// from the pod; throws <see cref="KubeConfigException"/> with one line when there is none or it cannot be used.
    /// </summary>
    public static KubeConfig Load(KubeConfigSource source)
    {
        if (source.Path is { } path)
        {
            return FromFiles([path], source.Context);
        }

        if (source.Environment("KUBECONFIG") is { Length: > 0 } list)
        {
            // As kubectl does, files of the list that do not exist are passed over.
            var files = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
            var present = files.Where(Path.Exists).ToArray();
            return present.Length > 0 ? FromFiles(present, source.Context) : throw new KubeConfigException("KUBECONFIG", $"{list}: no such file");
        }

        var home = Path.Combine(source.Environment("HOME") ?? source.Environment("USERPROFILE") ?? "", ".kube", "config");
        return File.Exists(home) ? FromFiles([home], source.Context)
            : source.Environment("KUBERNETES_SERVICE_HOST") is { Length: > 0 } ? InCluster(source)
            : throw new KubeConfigException(home, "no such file; name a kubeconfig, or set KUBECONFIG");
    }

    /// <summary>Reads the configuration that every pod is given; its token is read again as it rotates.</summary>
    public static KubeConfig InCluster(KubeConfigSource source)
    {
        string Variable(string name) => source.Environment(name) is { Length: > 0 } value
            ? value
            : throw new KubeConfigException("in-cluster configuration", name, "is not set; this is no pod of a cluster");

        var host = Variable("KUBERNETES_SERVICE_HOST");
        var tokenFile = Path.Combine(source.ServiceAccountFolder, "token");
        var authorityFile = Path.Combine(source.ServiceAccountFolder, "ca.crt");
        var namespaceFile = Path.Combine(source.ServiceAccountFolder, "namespace");
        _ = ConfigFile.Read(tokenFile);
        return new()
        {
            Server = new($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{Variable("KUBERNETES_SERVICE_PORT")}"),
            Namespace = File.Exists(namespaceFile) ? ConfigFile.Read(namespaceFile).Trim() : "default",
            CertificateAuthorities = Pem.Authorities(ConfigFile.Read(authorityFile))
                ?? throw new KubeConfigException(authorityFile, "holds no certificate"),
            Credentials = new TokenFileCredentials(tokenFile),
        };
    }

    private static KubeConfig FromFiles(IReadOnlyList<string> paths, string? contextName)
    {
        var files = KubeConfigFiles.Read(paths);
        var context = files.Context(contextName);
        return KubeConfigReader.Read(context, files.Cluster(context), files.User(context));
    }
}
