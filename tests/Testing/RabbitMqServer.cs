using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Autoscale.Testing;

/// <summary>
/// A real RabbitMQ broker of its own: a node in a temporary folder, on free ports of the loopback address, with the management API.
/// It can be killed and started again with its durable queues; disposing it leaves nothing behind.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private static readonly string[] Scripts = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/rabbitmq/sbin/rabbitmq-server"];

    private readonly string _folder = Directory.CreateTempSubdirectory("rabbitmq-").FullName;
    private readonly int _portMapperPort = FreePort.Take();
    private readonly HttpClient _http;
    private Process? _portMapper;
    private Process? _broker;
    private readonly TestAuthority? _authority;
    private int _definitions;

    private RabbitMqServer(bool tls)
    {
        Port = FreePort.Take();
        TlsPort = tls ? FreePort.Take() : null;
        SecureManagementPort = tls ? FreePort.Take() : null;
        _authority = tls ? new TestAuthority() : null;
        ManagementUrl = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        _http = new HttpClient { BaseAddress = new Uri(ManagementUrl, "api/"), Timeout = TimeSpan.FromMinutes(1) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
    }

    /// <summary>Why there is no broker on this machine, or null when there is one.</summary>
    public static string? WhyUnavailable =>
        FindScript() is null ? "rabbitmq-server is not installed (Debian: apt-get install rabbitmq-server)" : null;

    /// <summary>The administrator's name.</summary>
    public string User { get; } = "tester";

    /// <summary>The administrator's password, with characters that a URL must escape.</summary>
    public string Password { get; } = "p@ss/word";

    /// <summary>Port for plain AMQP.</summary>
    public int Port { get; }

    /// <summary>Port for AMQP over TLS, or null when it was not asked for.</summary>
    public int? TlsPort { get; }

    /// <summary>Port of the management API over TLS, or null when it was not asked for.</summary>
    public int? SecureManagementPort { get; }

    /// <summary>
    /// Who vouches for the broker's certificate, and for clients, who may log in by the name in theirs (EXTERNAL); throws without TLS.
    /// </summary>
    public TestAuthority Authority => _authority ?? throw new InvalidOperationException("the broker was started without TLS");

    /// <summary>Address of the virtual host "/", with name and password in it.</summary>
    public Uri AmqpUrl => new($"amqp://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}");

    /// <summary>Address of the management API, without name and password.</summary>
    public Uri ManagementUrl { get; }

    /// <summary>Starts a broker and waits until its management API answers (some 5 s).</summary>
    public static async Task<RabbitMqServer> StartAsync(bool tls = false)
    {
        var server = new RabbitMqServer(tls);
        server.WriteConfiguration();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Kills the broker at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_broker is { } broker)
        {
            _broker = null;
            await EndAsync(broker);
        }
    }

    /// <summary>Starts the killed broker again, on the same ports and with its durable queues.</summary>
    public async Task StartAgainAsync()
    {
        _portMapper ??= Start("epmd", ["-port", Text(_portMapperPort), "-address", "127.0.0.1"]);
        _broker = Start(FindScript() ?? throw new InvalidOperationException(WhyUnavailable), []);
        await Eventually.TrueAsync(IsUpAsync, $"a RabbitMQ broker; see {_folder}/log", TimeSpan.FromMinutes(3));
    }

    /// <summary>Declares a durable queue.</summary>
    public Task DeclareAsync(string queue, string vhost = "/") =>
        PutAsync($"queues/{Uri.EscapeDataString(vhost)}/{Uri.EscapeDataString(queue)}", """{"durable":true}""");

    /// <summary>Deletes a queue.</summary>
    public async Task DeleteQueueAsync(string queue, string vhost = "/")
    {
        using var answer = await _http.DeleteAsync($"queues/{Uri.EscapeDataString(vhost)}/{Uri.EscapeDataString(queue)}");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Publishes one persistent message to a queue of a virtual host; returns when it is on disk.</summary>
    public async Task PublishAsync(string queue, string vhost = "/")
    {
        using var answer = await _http.PostAsJsonAsync(
            $"exchanges/{Uri.EscapeDataString(vhost)}/amq.default/publish",
            new { properties = new { delivery_mode = 2 }, routing_key = queue, payload = "x", payload_encoding = "string" });
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.Contains("\"routed\":true", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the message did not get into {queue}: {text}");
        }
    }

    /// <summary>
    /// PUTs a JSON document to a path of the management API, e.g. "vhosts/v1" or "users/u"; returns when what it defines would
    /// survive a crash.
    /// </summary>
    public async Task PutAsync(string path, string json)
    {
        await PutOnceAsync(path, json);

        // The broker answers when a durable queue is in its log, but that it was committed is written there a moment later, and after a
        // crash in between the queue had never been. Whatever is defined next is written behind that, and synced before it is answered.
        await PutOnceAsync("global-parameters/crash-point", $$"""{"value":{{Text(Interlocked.Increment(ref _definitions))}}}""");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_portMapper is not null)
        {
            await EndAsync(_portMapper);
        }

        _http.Dispose();
        _authority?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindScript() =>
        Environment.GetEnvironmentVariable("PATH") is not { } path ? null
        : !path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "epmd"))) ? null
        : Scripts.FirstOrDefault(File.Exists);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task EndAsync(Process process)
    {
        using (process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private async Task PutOnceAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync(path, content);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<bool> IsUpAsync()
    {
        if (_broker is not { HasExited: false })
        {
            throw new InvalidOperationException($"the broker ended by itself: {await LogAsync()}");
        }

        try
        {
            return await IsListeningAsync(Port) && (TlsPort is null || await IsListeningAsync(TlsPort.Value));
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> IsListeningAsync(int port)
    {
        using var answer = await _http.GetAsync("health/checks/port-listener/" + Text(port));
        return answer.IsSuccessStatusCode;
    }

    private async Task<string> LogAsync()
    {
        var log = Path.Combine(_folder, "log", "broker.log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "it wrote no log";
    }

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder };
        foreach (var (name, value) in Settings())
        {
            start.Environment[name] = value;
        }

        // Its console must go somewhere: a pipe that nobody reads would stop it, and the test's own output is not its place.
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["HOME"] = _folder,
        ["RABBITMQ_NODENAME"] = $"test{Text(Port)}@localhost",
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_DIST_PORT"] = Text(FreePort.Take()),
        ["ERL_EPMD_PORT"] = Text(_portMapperPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
    };

    private void WriteConfiguration()
    {
        File.WriteAllText(Path.Combine(_folder, "enabled_plugins"), "[rabbitmq_management,rabbitmq_auth_mechanism_ssl].\n");
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ManagementUrl.Port}
            default_user = {User}
            default_pass = {Password}
            log.console = false
            log.file = broker.log
            {Tls()}
            """);
    }

    private string Tls()
    {
        if (_authority is null)
        {
            return "";
        }

        var (certificate, key) = _authority.Issue("localhost");
        var files = new Dictionary<string, string> { ["cacertfile"] = _authority.Pem, ["certfile"] = certificate, ["keyfile"] = key };
        foreach (var (name, pem) in files)
        {
            File.WriteAllText(Path.Combine(_folder, name), pem);
        }

        return $"""
            listeners.ssl.1 = 127.0.0.1:{TlsPort}
            {string.Join('\n', files.Keys.Select(name => $"ssl_options.{name} = {Path.Combine(_folder, name)}"))}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = false
            ssl_cert_login_from = common_name
            auth_mechanisms.1 = PLAIN
            auth_mechanisms.2 = EXTERNAL
            management.ssl.ip = 127.0.0.1
            management.ssl.port = {SecureManagementPort}
            {string.Join('\n', files.Keys.Select(name => $"management.ssl.{name} = {Path.Combine(_folder, name)}"))}
            """;
    }
}
