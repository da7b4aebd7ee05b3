using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class AggregationTests : IAsyncLifetime
{
    private const string Token = "letmein";
    private const string Resources = """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"example.dev/v1","resources":[{"name":"things","singularName":"thing","namespaced":true,"kind":"Thing","verbs":["get","list"]}]}""";

    private readonly ClusterCertificates _authority = new(TimeProvider.System.GetUtcNow());
    private readonly LocalClusterHost _host = new(new LocalClusterOptions
    {
        Tokens = new Dictionary<string, ApiUser> { [Token] = new("jane", ["dev"]) },
    });

    private readonly HttpClient _client = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, errors) => errors >= 0 } });
    private WebApplication? _extension;

    public async Task InitializeAsync()
    {
        await _host.StartAsync(CancellationToken.None);
        _client.BaseAddress = _host.BaseAddress;
        _client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Token}");
    }

    public async Task DisposeAsync()
    {
        await StopExtensionAsync();
        _client.Dispose();
        await _host.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Request_ForARegisteredGroup_ReachesItsServerInTheUsersName()
    {
        await RegisterAsync(await StartExtensionAsync(), trusts: true);
        await ConditionAsync("Passed");

        var text = await _client.GetStringAsync("/apis/example.dev/v1/namespaces/demo/things?limit=3");

        Assert.Equal("jane dev, system:authenticated /apis/example.dev/v1/namespaces/demo/things?limit=3", text);
    }

    [Fact]
    public async Task Discovery_ShowsWhatTheServerOffers()
    {
        await RegisterAsync(await StartExtensionAsync(), trusts: true);
        await ConditionAsync("Passed");

        var groups = await _client.GetStringAsync("/apis");
        var resources = await _client.GetStringAsync("/apis/example.dev/v1");

        Assert.Contains("\"name\":\"example.dev\"", groups, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"things\"", resources, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ServerWithUnknownCertificate_IsUnavailable()
    {
        await RegisterAsync(await StartExtensionAsync(), trusts: false);

        var message = await ConditionAsync("FailedDiscoveryCheck");
        using var response = await _client.GetAsync("/apis/example.dev/v1/namespaces/demo/things");

        Assert.StartsWith("failing or missing response from https://127.0.0.1", message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Request_ServerIsDownAndBack_RecoversByItself()
    {
        var port = await StartExtensionAsync();
        await RegisterAsync(port, trusts: true);
        await ConditionAsync("Passed");

        await StopExtensionAsync();
        using var down = await _client.GetAsync("/apis/example.dev/v1/namespaces/demo/things");
        await ConditionAsync("FailedDiscoveryCheck");
        await StartExtensionAsync(port);
        await ConditionAsync("Passed");
        using var back = await _client.GetAsync("/apis/example.dev/v1/namespaces/demo/things");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (down.StatusCode, back.StatusCode));
        Assert.Contains("\"reason\":\"ServiceUnavailable\"", await down.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ServiceIsMissing_IsUnavailable()
    {
        await CreateAsync("apiregistration.k8s.io", "apiservices", "", ApiService(443, ""));

        var message = await ConditionAsync("ServiceNotFound");
        using var response = await _client.GetAsync("/apis/example.dev/v1/things");

        Assert.Equal("service/things in \"default\" is not present", message);
        Assert.Contains("\"message\":\"service unavailable\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(443, "bm8gUEVN")]
    [InlineData(443, "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=")]
    [InlineData(70000, "")]
    public async Task Request_OddRegistration_IsUnavailableAndHarmsNothingElse(int port, string caBundle)
    {
        await CreateAsync("", "services", "default", """{"metadata":{"name":"things"},"spec":{"type":"ExternalName","externalName":"127.0.0.1"}}""");
        await CreateAsync("apiregistration.k8s.io", "apiservices", "", ApiService(port, caBundle));

        await ConditionAsync("FailedDiscoveryCheck");
        using var response = await _client.GetAsync("/apis/example.dev/v1/things");
        await _host.StopAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Request_ClaimingAnIdentity_IsPassedOnWithoutIt()
    {
        await RegisterAsync(await StartExtensionAsync(), trusts: true);
        await ConditionAsync("Passed");
        _client.DefaultRequestHeaders.Add("X-Remote-Extra-Scopes", "all");

        var text = await _client.GetStringAsync("/apis/example.dev/v1/extras");

        Assert.Equal("", text);
    }

    [Fact]
    public void Start_OwnGroups_AreRegisteredAsLocal()
    {
        var kind = _host.Api.Kinds.Find("apiregistration.k8s.io", "v1", "apiservices")!;

        var apps = _host.Api.Verbs.Find(kind, "", "v1.apps");

        Assert.Equal("Local", (string?)apps?["status"]?["conditions"]?[0]?["reason"]);
        Assert.NotNull(_host.Api.Verbs.Find(kind, "", "v1."));
    }

    private static string ApiService(int port, string caBundle) =>
        """{"metadata":{"name":"v1.example.dev"},"spec":{"group":"example.dev","version":"v1","groupPriorityMinimum":100,"versionPriority":100,"caBundle":"CA","service":{"namespace":"default","name":"things","port":PORT}}}"""
            .Replace("PORT", $"{port}", StringComparison.Ordinal)
            .Replace(",\"caBundle\":\"CA\"", caBundle.Length == 0 ? ",\"insecureSkipTLSVerify\":true" : $",\"caBundle\":\"{caBundle}\"", StringComparison.Ordinal);

    private async Task RegisterAsync(int port, bool trusts)
    {
        var pem = trusts ? _authority.AuthorityPem : _host.AuthorityPem;
        await CreateAsync("", "services", "default", """{"metadata":{"name":"things"},"spec":{"type":"ExternalName","externalName":"127.0.0.1"}}""");
        await CreateAsync("apiregistration.k8s.io", "apiservices", "", ApiService(port, Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))));
    }

    private Task<JsonObject> CreateAsync(string group, string plural, string ns, string json) => _host.Api.Verbs.CreateAsync(
        _host.Api.Kinds.Find(group, "v1", plural)!,
        ns,
        JsonNode.Parse(json)!.AsObject(),
        WriteOptions.Internal,
        CancellationToken.None);

    private Task<string> ConditionAsync(string reason) => Eventually.GetAsync(
        () =>
        {
            var kind = _host.Api.Kinds.Find("apiregistration.k8s.io", "v1", "apiservices")!;
            var condition = _host.Api.Verbs.Find(kind, "", "v1.example.dev")?["status"]?["conditions"]?[0];
            return Task.FromResult((string?)condition?["reason"] == reason ? (string?)condition?["message"] : null);
        },
        $"the condition {reason}");

    private async Task<int> StartExtensionAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var certificate = _authority.IssueServer("things.default.svc");
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        _extension = builder.Build();
        _extension.Run(AnswerAsync);
        await _extension.StartAsync();
        return new Uri(_extension.Urls.First()).Port;
    }

    private async Task StopExtensionAsync()
    {
        if (_extension is not null)
        {
            await _extension.StopAsync();
            await _extension.DisposeAsync();
            _extension = null;
        }
    }

    private static Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path == "/apis/example.dev/v1")
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(Resources);
        }

        if (http.Request.Path == "/apis/example.dev/v1/extras")
        {
            return http.Response.WriteAsync(http.Request.Headers["X-Remote-Extra-Scopes"].ToString());
        }

        var user = $"{http.Request.Headers["X-Remote-User"]} {string.Join(',', http.Request.Headers["X-Remote-Group"].Order())}";
        return http.Response.WriteAsync($"{user} {http.Request.Path}{http.Request.QueryString}");
    }
}
