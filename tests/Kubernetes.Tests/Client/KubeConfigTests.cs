using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Kubernetes.Tests.Client;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_WholeFile_ReadsEveryField()
    {
        var (certificate, key) = SelfSigned();
        _folder.Write("ca.pem", certificate);
        _folder.Write("key.pem", key);
        var config = Load($$"""
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts:
            - name: dev
              context: {cluster: here, user: me, namespace: shop}
            clusters:
            - name: here
              cluster:
                server: https://10.0.0.1:6443
                certificate-authority: ca.pem
                tls-server-name: api.here
                proxy-url: http://proxy:3128
            users:
            - name: me
              user:
                client-certificate-data: {{Base64(certificate)}}
                client-key: key.pem
                token: secret
                as: boss
                as-groups: [a, b]
                as-user-extra: {team: [x]}
            """);
        var credential = await config.Credentials.GetAsync(default, default);

        Assert.Equal(("https://10.0.0.1:6443/", "shop", "api.here"), (config.Server.AbsoluteUri, config.Namespace, config.TlsServerName));
        Assert.Equal("http://proxy:3128/", config.Proxy?.AbsoluteUri);
        Assert.Equal("CN=test", Assert.Single(config.CertificateAuthorities ?? []).Subject);
        Assert.Equal(new AuthenticationHeaderValue("Bearer", "secret"), credential.Authorization);
        Assert.True(credential.Certificate?.TargetCertificate.HasPrivateKey);
        Assert.Equal(
            ["Impersonate-User: boss", "Impersonate-Group: a", "Impersonate-Group: b", "Impersonate-Extra-team: x"],
            config.Headers.Select(header => $"{header.Key}: {header.Value}"));
    }

    [Fact]
    public async Task Load_UsernameAndPassword_AuthorizesWithBasic()
    {
        var config = Load(Minimal("username: me\n    password: pass"));

        var credential = await config.Credentials.GetAsync(default, default);

        Assert.Equal($"Basic {Base64("me:pass")}", credential.Authorization?.ToString());
        Assert.Equal("default", config.Namespace);
    }

    [Fact]
    public void Load_ListOfFiles_FirstWinsAndAbsentOnesArePassedOver()
    {
        var first = _folder.Write("1", "current-context: c\nclusters: [{name: k, cluster: {server: 'https://first'}}]");
        var second = _folder.Write(
            "2",
            "current-context: d\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://second'}}]");
        var list = string.Join(Path.PathSeparator, _folder.File("absent"), first, second);

        var config = KubeConfig.Load(new() { Environment = name => name == "KUBECONFIG" ? list : null });

        Assert.Equal("https://first/", config.Server.AbsoluteUri);
    }

    [Fact]
    public void Load_NamedContext_IsUsed()
    {
        var path = _folder.Write(
            "config",
            "contexts: [{name: b, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'host:80', insecure-skip-tls-verify: true}}]");

        var config = KubeConfig.Load(new() { Path = path, Context = "b" });

        Assert.Equal(("http://host/", true), (config.Server.AbsoluteUri, config.SkipTlsVerify));
    }

    [Fact]
    public void Load_HomeFile_IsFoundWithoutKubeconfig()
    {
        Directory.CreateDirectory(_folder.File(".kube"));
        _folder.Write(".kube/config", Minimal("token: t"));

        var config = KubeConfig.Load(new() { Environment = name => name == "HOME" ? Path.GetDirectoryName(_folder.File("x")) : null });

        Assert.Equal("https://h/", config.Server.AbsoluteUri);
    }

    [Theory]
    [InlineData("a: b: c", "line 1: ")]
    [InlineData("- a", "is not a kubeconfig: its root is no mapping")]
    [InlineData("", "current-context: is not set")]
    [InlineData("current-context: x", "current-context: context \"x\" does not exist")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y}}]", "contexts[x].context.cluster: cluster \"y\" does not exist")]
    [InlineData("current-context: x\ncontexts: [{name: x}]", "contexts[x].context: is required")]
    [InlineData("current-context: x\ncontexts: {a: b}", "contexts: must be a list")]
    [InlineData("current-context: [x]", "current-context: must be a string")]
    public void Load_BadFile_SaysWhichFieldInOneLine(string yaml, string expected) => AssertError(yaml, expected);

    [Theory]
    [InlineData("{}", "clusters[k].cluster.server: is required")]
    [InlineData("{server: 'https://'}", "clusters[k].cluster.server: \"https://\" is no address")]
    [InlineData("{server: 'https://h', insecure-skip-tls-verify: maybe}", "clusters[k].cluster.insecure-skip-tls-verify: must be true or false, not \"maybe\"")]
    [InlineData("{server: 'https://h', certificate-authority: nowhere.pem}", "nowhere.pem: no such file")]
    [InlineData("{server: 'https://h', certificate-authority-data: '?'}", "clusters[k].cluster.certificate-authority-data: is not base64")]
    [InlineData("{server: 'https://h', certificate-authority-data: aGVsbG8=}", "clusters[k].cluster.certificate-authority-data: holds no certificate")]
    public void Load_BadCluster_SaysWhichFieldInOneLine(string cluster, string expected) =>
        AssertError($"current-context: c\ncontexts: [{{name: c, context: {{cluster: k}}}}]\nclusters: [{{name: k, cluster: {cluster}}}]", expected);

    [Theory]
    [InlineData("client-key-data: aGVsbG8=", "users[u].user.client-certificate: is required, since its counterpart is given")]
    [InlineData("client-key-data: aGVsbG8=\n    client-certificate-data: aGVsbG8=", "users[u].user.client-certificate-data: is no certificate with a key that fits, in PEM")]
    [InlineData("token: a\n    username: b", "users[u].user: has more than one of token, username and exec; only one is allowed")]
    [InlineData("auth-provider: {name: gcp}", "users[u].user.auth-provider: is not supported; use exec")]
    [InlineData("exec: {apiVersion: v1, command: x}", "users[u].user.exec.apiVersion: \"v1\" is not client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: x}", "users[u].user.exec.interactiveMode: must be specified to use exec authentication plugin")]
    public void Load_BadUser_SaysWhichFieldInOneLine(string user, string expected) => AssertError(Minimal(user), expected);

    [Fact]
    public void Load_MissingFile_SaysSo()
    {
        var path = _folder.File("absent");

        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(new() { Path = path }));

        Assert.Equal($"{path}: no such file", error.Message);
    }

    [Fact]
    public void Load_Folder_SaysThatItCannotBeRead()
    {
        var path = Directory.CreateDirectory(_folder.File("folder")).FullName;

        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(new() { Path = path }));

        Assert.Equal($"{path}: permission denied, or a directory", error.Message);
    }

    [Fact]
    public void Load_NothingAnywhere_SaysWhatToDo()
    {
        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(new() { Environment = name => name == "HOME" ? "/nowhere" : null }));

        Assert.Equal($"{Path.Combine("/nowhere", ".kube", "config")}: no such file; name a kubeconfig, or set KUBECONFIG", error.Message);
    }

    [Fact]
    public async Task Load_InPod_ReadsTheServiceAccount()
    {
        var (certificate, _) = SelfSigned();
        _folder.Write("ca.crt", certificate);
        _folder.Write("token", "t1\n");
        _folder.Write("namespace", "scaling");

        var config = KubeConfig.Load(InPod());

        Assert.Equal(("https://[fd00::1]:6443/", "scaling"), (config.Server.AbsoluteUri, config.Namespace));
        Assert.Equal("Bearer t1", (await config.Credentials.GetAsync(default, default)).Authorization?.ToString());
    }

    [Fact]
    public void Load_InPodWithoutToken_NamesTheFile()
    {
        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(InPod()));

        Assert.Equal($"{_folder.File("token")}: no such file", error.Message);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Minimal(string user) => $$"""
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u} }]
        clusters: [{name: k, cluster: {server: 'https://h'} }]
        users:
        - name: u
          user:
            {{user}}
        """;

    private static (string Certificate, string Key) SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private KubeConfig Load(string yaml) => KubeConfig.Load(new() { Path = _folder.Write("config", yaml) });

    private void AssertError(string yaml, string expected)
    {
        var error = Assert.Throws<KubeConfigException>(() => Load(yaml));

        Assert.StartsWith(_folder.File("config") + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private KubeConfigSource InPod() => new()
    {
        ServiceAccountFolder = Path.GetDirectoryName(_folder.File("x")) ?? "",
        Environment = name => name switch { "KUBERNETES_SERVICE_HOST" => "fd00::1", "KUBERNETES_SERVICE_PORT" => "6443", _ => null },
    };
}
