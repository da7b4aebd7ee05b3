using System.Net;
using System.Text.Json;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Tests.Client;

public sealed class CredentialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StubApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Credentials_AsText_HoldNoSecret()
    {
        var answer = new ExecCredential { Status = new() { Token = "s3cret", ClientKeyData = "s3cret" } };

        Assert.Equal("KubeCredential (Bearer, no certificate)", new KubeCredential(new("Bearer", "s3cret"), null).ToString());
        Assert.DoesNotContain("s3cret", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenFile_Rotated_IsReadAgainAfterAMinute()
    {
        using var client = Answers(3).Client(new TokenFileCredentials(_folder.Write("token", "one")));

        await GetAsync(client);
        _folder.Write("token", "two");
        _api.Time.Advance(TimeSpan.FromSeconds(59));
        await GetAsync(client);
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(client);

        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], Tokens());
    }

    [Fact]
    public async Task TokenFile_Refused_IsReadAgainAtOnce()
    {
        using var client = Answers(1).Answer("", HttpStatusCode.Unauthorized).Answer("{}").Client(new TokenFileCredentials(_folder.Write("token", "one")));

        await GetAsync(client);
        _folder.Write("token", "two");
        await GetAsync(client);

        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], Tokens());
    }

    [Fact]
    public async Task TokenFile_RefusedAndTheSame_IsNotTriedAgain()
    {
        using var client = _api.Answer("", HttpStatusCode.Unauthorized).Client(new TokenFileCredentials(_folder.Write("token", "one")));

        Assert.Equal(401, (await Assert.ThrowsAsync<KubeError>(() => GetAsync(client))).Code);
        Assert.Equal(["Bearer one"], Tokens());
    }

    [Fact]
    public async Task TokenFile_GoneForAWhile_ServesTheLastToken()
    {
        using var client = Answers(2).Client(new TokenFileCredentials(_folder.Write("token", "one")));

        await GetAsync(client);
        File.Delete(_folder.File("token"));
        _api.Time.Advance(TimeSpan.FromMinutes(2));
        await GetAsync(client);

        Assert.Equal(["Bearer one", "Bearer one"], Tokens());
    }

    [Fact]
    public async Task Exec_Token_ServesUntilItExpires()
    {
        var config = Exec(Counting(expiry: "2026-01-01T00:10:00Z"));
        using var client = Answers(3).Client(config);

        await GetAsync(client);
        await GetAsync(client);
        _api.Time.Advance(TimeSpan.FromMinutes(10));
        await GetAsync(client);

        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], Tokens());
    }

    [Fact]
    public async Task Exec_Refused_RunsAgain()
    {
        var config = Exec(Counting(expiry: null));
        using var client = _api.Answer("", HttpStatusCode.Unauthorized).Answer("{}").Client(config);

        await GetAsync(client);

        Assert.Equal(["Bearer t1", "Bearer t2"], Tokens());
    }

    [Fact]
    public async Task Exec_WithClusterInfo_IsToldOfTheCluster()
    {
        var script = $"printf %s \"$KUBERNETES_EXEC_INFO\" > {_folder.File("info")}; printf %s \"$EXTRA\" > {_folder.File("extra")}; {Print("""{"token":"t"}""")}";
        using var client = Answers(1).Client(Exec(script, "provideClusterInfo: true", "env: [{name: EXTRA, value: more}]"));

        await GetAsync(client);
        var info = JsonDocument.Parse(File.ReadAllText(_folder.File("info"))).RootElement;

        Assert.Equal("https://h", info.GetProperty("spec").GetProperty("cluster").GetProperty("server").GetString());
        Assert.False(info.GetProperty("spec").GetProperty("interactive").GetBoolean());
        Assert.Equal(("client.authentication.k8s.io/v1", "more"), (info.GetProperty("apiVersion").GetString(), File.ReadAllText(_folder.File("extra"))));
    }

    [Theory]
    [InlineData("echo no luck >&2; exit 3", "failed with exit code 3: no luck")]
    [InlineData("echo nonsense", "decoding stdout of sh: ")]
    [InlineData("echo {}", "exec plugin is configured to use API version client.authentication.k8s.io/v1, plugin returned version")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1"}'""", "exec plugin didn't return a status field")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "exec plugin didn't return a token or cert/key pair")]
    public async Task Exec_Failing_SaysWhyInOneLine(string script, string expected)
    {
        using var client = _api.Client(Exec(script));

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => GetAsync(client));

        Assert.StartsWith($"{_folder.File("config")}: users[u].user.exec: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_ProgramMissing_GivesTheHint()
    {
        var text = Yaml("{apiVersion: client.authentication.k8s.io/v1beta1, command: ./no-such-program, installHint: 'get it, please'}");
        using var client = _api.Client(KubeConfig.Load(new() { Path = _folder.Write("config", text) }));

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => GetAsync(client));

        Assert.EndsWith($"executable {_folder.File("no-such-program")}: not found get it, please", error.Message, StringComparison.Ordinal);
    }

    private static Task<Pod> GetAsync(KubeClient client) => client.GetAsync(KubeRoute.Pods, KubeJson.Default.Pod);

    private static string Print(string status) =>
        $$"""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{{status}} }'""";

    private static string Yaml(string exec) => $$"""
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u} }]
        clusters: [{name: k, cluster: {server: 'https://h'} }]
        users: [{name: u, user: {exec: {{exec}} } }]
        """;

    private string Counting(string? expiry)
    {
        var count = _folder.File("count");
        var end = expiry is null ? "" : $",\"expirationTimestamp\":\"{expiry}\"";
        return $"echo >> {count}; n=$(wc -l < {count}); {Print($"{{\"token\":\"t'$n'\"{end}}}")}";
    }

    private KubeConfig Exec(string script, params string[] more)
    {
        var fields = string.Join(", ", ["apiVersion: client.authentication.k8s.io/v1", "interactiveMode: Never", .. more]);
        var text = Yaml($"{{{fields}, command: sh, args: ['-c', '{script.Replace("'", "''", StringComparison.Ordinal)}']}}");
        return KubeConfig.Load(new() { Path = _folder.Write("config", text) });
    }

    private StubApi Answers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _api.Answer("{}");
        }

        return _api;
    }

    private IEnumerable<string?> Tokens() => _api.Requests.Select(request => request.Authorization);
}
