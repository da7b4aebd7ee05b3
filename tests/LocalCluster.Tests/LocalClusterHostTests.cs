using System.Net;
using System.Security.Cryptography.X509Certificates;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests;

public sealed class LocalClusterHostTests
{
    [Fact]
    public async Task Kubeconfig_OfTheAdministrator_OpensTheApi()
    {
        await using var host = await StartAsync();
        using var client = Client(host, ApiUser.Administrator);

        using var response = await client.GetAsync(new Uri(host.BaseAddress, "/api/v1/namespaces"));

        Assert.Equal((HttpStatusCode.OK, new Version(2, 0)), (response.StatusCode, response.Version));
    }

    [Fact]
    public async Task Request_WithoutCertificate_IsUnauthorized()
    {
        await using var host = await StartAsync();
        using var client = Client(host, null);

        using var refused = await client.GetAsync(new Uri(host.BaseAddress, "/api/v1/namespaces"));
        using var health = await client.GetAsync(new Uri(host.BaseAddress, "/healthz"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, health.StatusCode));
    }

    [Fact]
    public async Task Request_WithAnotherAuthoritysCertificate_IsUnauthorized()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();
        using var client = Client(host, ApiUser.Administrator, other);

        using var response = await client.GetAsync(new Uri(host.BaseAddress, "/api/v1/namespaces"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task StopAsync_WithOpenWatches_EndsThem()
    {
        await using var host = await StartAsync();
        using var client = Client(host, ApiUser.Administrator);
        using var response = await client.GetAsync(new Uri(host.BaseAddress, "/api/v1/namespaces?watch=1&resourceVersion=0"), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var index = 0; index < 4; index++)
        {
            Assert.Contains("ADDED", await lines.ReadLineAsync(), StringComparison.Ordinal);
        }

        await host.StopAsync(CancellationToken.None);

        Assert.Null(await lines.ReadLineAsync());
    }

    [Fact]
    public async Task Post_UnknownFieldInAnyScript_IsWarnedOf()
    {
        await using var host = await StartAsync();
        using var client = Client(host, ApiUser.Administrator);
        using var body = new StringContent("""{"metadata":{"name":"m"},"grün\n":1}""", System.Text.Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(new Uri(host.BaseAddress, "/api/v1/namespaces/default/configmaps"), body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(response.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task Start_PortTaken_StopsWhatHadBegun()
    {
        await using var first = await StartAsync();
        await using var second = new LocalClusterHost(new LocalClusterOptions { Port = first.BaseAddress.Port });

        await Assert.ThrowsAsync<IOException>(() => second.StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Start_EveryCluster_HasTheServiceOfItsApi()
    {
        await using var host = await StartAsync();

        var service = host.Api.Verbs.Find(host.Api.Kinds.Find("", "v1", "services")!, "default", "kubernetes");

        Assert.Equal("10.96.0.1", (string?)service?["spec"]?["clusterIP"]);
        Assert.Equal(443, (int?)service?["spec"]?["ports"]?[0]?["port"]);
    }

    [Fact]
    public async Task Start_AfterAnEarlierCluster_KnowsThatItsVersionsAreGone()
    {
        long earlier;
        await using (var first = await StartAsync())
        {
            earlier = first.Api.Store.Version;
        }

        await using var second = await StartAsync();

        var namespaces = second.Api.Kinds.Find("", "v1", "namespaces")!;
        Assert.Throws<ApiError>(() => second.Api.Store.Subscribe(namespaces, earlier, _ => { }));
    }

    [Fact]
    public async Task Start_AnyCluster_SaysByWhatAggregatedServersKnowIt()
    {
        await using var host = await StartAsync();

        var data = host.Api.Verbs.Find(host.Api.Kinds.Find("", "v1", "configmaps")!, "kube-system", "extension-apiserver-authentication")?["data"];

        Assert.Equal(host.AuthorityPem, ((string?)data?["client-ca-file"])?.TrimEnd());
        Assert.Contains("BEGIN CERTIFICATE", (string?)data?["requestheader-client-ca-file"], StringComparison.Ordinal);
        Assert.NotEqual((string?)data?["client-ca-file"], (string?)data?["requestheader-client-ca-file"]);
        Assert.Equal("""["front-proxy-client"]""", (string?)data?["requestheader-allowed-names"]);
    }

    [KubectlFact]
    public async Task Kubectl_CreateApplyPatchDelete_WorkAsWithAnyCluster()
    {
        await using var host = await StartAsync();
        using var folder = new TemporaryFolder();
        var config = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(config, host.Kubeconfig());
        var manifest = Path.Combine(folder.Path, "map.yaml");
        await File.WriteAllTextAsync(manifest, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\n  namespace: demo\ndata:\n  a: b\n");

        Assert.Equal("namespace/demo created\n", await RunAsync("create ns demo"));
        Assert.Equal("configmap/m created\n", await RunAsync($"apply -f {manifest}"));
        Assert.Equal("configmap/m unchanged\n", await RunAsync($"apply -f {manifest}"));
        Assert.Equal("configmap/m patched\n", await RunAsync("""patch cm m -n demo -p {"data":{"c":"d"}}"""));
        Assert.Equal("map[a:b c:d]", await RunAsync("get cm m -n demo -o go-template={{.data}}"));
        Assert.Equal("configmap \"m\" deleted\n", await RunAsync("delete cm m -n demo"));

        async Task<string> RunAsync(string arguments) =>
            (await Kubectl.RunAsync(["--kubeconfig", config, "--cache-dir", folder.Path, .. arguments.Split(' ')])).Output;
    }

    private static async Task<LocalClusterHost> StartAsync()
    {
        var host = new LocalClusterHost(new LocalClusterOptions());
        await host.StartAsync(CancellationToken.None);
        return host;
    }

    private static HttpClient Client(LocalClusterHost host, ApiUser? user, LocalClusterHost? issuer = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(host.AuthorityPem);
        if (user is not null)
        {
            handler.SslOptions.ClientCertificates = [Certificate((issuer ?? host).Kubeconfig(user))];
        }

        return new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };
    }

    private static X509Certificate2 Certificate(string kubeconfig)
    {
        using var certificate = X509Certificate2.CreateFromPem(Data("client-certificate-data"), Data("client-key-data"));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

        string Data(string field)
        {
            var line = kubeconfig.Split('\n').Single(line => line.Contains(field, StringComparison.Ordinal));
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(": ", 2)[1]));
        }
    }
}
