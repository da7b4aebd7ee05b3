using System.Net;
using System.Net.Sockets;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

public sealed class CommandTests
{
    // Generous: the tests may share the machine with many others. Nothing is claimed about speed.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static TheoryData<string, string> BadKubeconfigs => new()
    {
        { "a: [1,\n b: }", "line 2" },
        { "hello\n", "is not a kubeconfig" },
        { Kubeconfig("https://127.0.0.1:1", context: "other"), "context \"other\" does not exist" },
        { Kubeconfig("https://127.0.0.1:1"), "https://127.0.0.1:1: Connection refused" },
        { Kubeconfig("https://nowhere.invalid"), "https://nowhere.invalid: " },
        { Kubeconfig("nonsense"), "nonsense" },
    };

    [Theory]
    [MemberData(nameof(BadKubeconfigs))]
    public async Task Run_KubeconfigIsOfNoUse_SaysWhyOnOneLine(string text, string said)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(path, text);

        await FailsAsync(said, "run", "--kubeconfig", path);
    }

    [Fact]
    public Task Run_KubeconfigIsMissing_SaysSoOnOneLine() =>
        FailsAsync("/none/such: no such file", "run", "--kubeconfig", "/none/such");

    [Fact]
    public async Task Run_KubeconfigIsAFolder_SaysSoOnOneLine()
    {
        using var folder = new TemporaryFolder();

        await FailsAsync("a directory", "run", "--kubeconfig", folder.Path);
    }

    [Fact]
    public async Task Run_ClusterNeverAnswers_SaysWhichOnOneLine()
    {
        using var folder = new TemporaryFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var server = $"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        var path = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(path, Kubeconfig(server));

        await FailsAsync($"{server}: no connection within", "run", "--kubeconfig", path);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("demo")]
    public async Task Start_BrokerRefuses_SaysWhichOnOneLine(string command)
    {
        using var folder = new TemporaryFolder();

        await FailsAsync(
            "the broker at amqp://127.0.0.1:1/ cannot be used", command, "--broker", "amqp://me:secret@127.0.0.1:1", "--kubeconfig", Path.Combine(folder.Path, "k"));
    }

    [Fact]
    public async Task Demo_BrokerNeverAnswers_SaysWhichOnOneLine()
    {
        using var folder = new TemporaryFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";

        await FailsAsync($"amqp://{address}/", "demo", "--broker", $"amqp://{address}", "--kubeconfig", Path.Combine(folder.Path, "k"));
    }

    [Fact]
    public async Task Local_PortIsTaken_SaysWhichOnOneLine()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = $"{((IPEndPoint)other.LocalEndpoint).Port}";

        await FailsAsync(port, "local", "--port", port, "--kubeconfig", Path.Combine(folder.Path, "k"));
    }

    [Theory]
    [InlineData("--speed must be 1 to 200, not 1000", "demo", "--speed", "1000")]
    [InlineData("--speed must be 1 to 200, not NaN", "demo", "--speed", "NaN")]
    [InlineData("--speed must be 1 to 200, not abc", "demo", "--speed", "abc")]
    [InlineData("--messages must be 1 to 10000000, not 0", "demo", "--messages", "0")]
    [InlineData("--messages must be 1 to 10000000, not 99999999999", "demo", "--messages", "99999999999")]
    [InlineData("--broker must be like amqp://", "demo", "--broker", "http://x")]
    [InlineData("--nodes must be 0 to 5000, not -1", "local", "--nodes", "-1")]
    [InlineData("--nodes must be 0 to 5000, not many", "local", "--nodes", "many")]
    [InlineData("--port must be 0 to 65535, not 99999", "local", "--port", "99999")]
    [InlineData("--scrape-period must be 0.1 to 600, not 0", "run", "--scrape-period", "0")]
    [InlineData("--scrape-period must be 0.1 to 600, not 1e300", "run", "--scrape-period", "1e300")]
    [InlineData("--sync-period must be 0.1 to 3600, not -1", "run", "--sync-period", "-1")]
    [InlineData("--listen must be like 0.0.0.0:8080, not \"abc\"", "run", "--listen", "abc")]
    [InlineData("'--horizontal'", "run", "--horizontal", "sometimes")]
    public async Task Option_BadValue_NamesTheOptionAndItsLimits(string said, params string[] arguments)
    {
        using var program = AutoscaleProcess.Start(arguments);

        Assert.NotEqual(0, await program.ExitAsync(Limit));
        Assert.Contains(said, program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(string said, params string[] arguments)
    {
        using var program = AutoscaleProcess.Start(arguments);

        Assert.Equal(1, await program.ExitAsync(Limit));
        Assert.DoesNotContain('\n', program.Output.Trim());
        Assert.Contains(said, program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", program.Output, StringComparison.Ordinal);
    }

    private static string Kubeconfig(string server, string context = "mine") => $$"""
        apiVersion: v1
        kind: Config
        clusters: [{name: mine, cluster: {server: "{{server}}" } }]
        users: [{name: mine, user: {token: secret} }]
        contexts: [{name: mine, context: {cluster: mine, user: mine} }]
        current-context: {{context}}
        """;
}
