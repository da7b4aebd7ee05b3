using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.Testing;

/// <summary>
/// A real Prometheus of its own, in a temporary folder and on free ports of the loopback address, that scrapes a page of the test's
/// every second. It can be killed and started again with what it stored.
/// </summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    // Of Password, by bcrypt at its least cost.
    private const string PasswordHash = "$2b$04$51XJpZ5O/4/lklSdoCGSRuP7FHqmfD/gXQ2UyEm6uBTIHXLQK5F6q";

    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/bin")
        .Select(folder => Path.Combine(folder, "prometheus"))
        .FirstOrDefault(File.Exists);

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _page;
    private readonly HttpClient _http;
    private readonly int _port = FreePort.Take();
    private Process? _process;
    private volatile string _exposition = "";

    private PrometheusServer(WebApplication page, bool secured)
    {
        _page = page;
        IsSecured = secured;
        var handler = new HttpClientHandler();
        if (secured)
        {
            var files = SelfSignedFiles.WriteTo(_folder.Path);
            CertificatePem = File.ReadAllText(files.Certificate);
            KeyPem = File.ReadAllText(files.Key);
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
            using var read = X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
            handler.ClientCertificates.Add(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null));
        }

        _http = new HttpClient(handler) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization = !secured ? null : new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
    }

    /// <summary>Why there is no Prometheus on this machine, or null when there is one.</summary>
    public static string? WhyUnavailable => Program is null ? "prometheus is not installed (Debian: apt-get install prometheus)" : null;

    /// <summary>Whether it wants TLS with a client certificate, and name and password.</summary>
    public bool IsSecured { get; }

    /// <summary>Its address.</summary>
    public Uri Url => new($"{(IsSecured ? "https" : "http")}://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}/");

    /// <summary>The name that a secured one wants.</summary>
    public string User { get; } = "tester";

    /// <summary>The password that a secured one wants.</summary>
    public string Password { get; } = "p@ss/wörd:\"1";

    /// <summary>The certificate of a secured one, which is also its authority and that of its clients; "" for a plain one.</summary>
    public string CertificatePem { get; } = "";

    /// <summary>The private key of the certificate.</summary>
    public string KeyPem { get; } = "";

    /// <summary>What it scrapes, as Prometheus' text format has it.</summary>
    public string Exposition
    {
        get => _exposition;
        set => _exposition = value.ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Starts one and waits until it answers (some 1 s).</summary>
    public static async Task<PrometheusServer> StartAsync(string exposition, bool secured = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var page = builder.Build();
        var server = new PrometheusServer(page, secured) { Exposition = exposition };
        page.Run(context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return context.Response.WriteAsync(server.Exposition);
        });
        await page.StartAsync();
        await server.WriteConfigurationAsync(new Uri(page.Urls.First()).Authority);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Kills it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Starts the killed one again, on the same port and with what it stored.</summary>
    public async Task StartAgainAsync()
    {
        string[] arguments =
        [
            $"--config.file={Path.Combine(_folder.Path, "prometheus.yml")}",
            $"--web.config.file={Path.Combine(_folder.Path, "web.yml")}",
            $"--storage.tsdb.path={Path.Combine(_folder.Path, "data")}",
            $"--web.listen-address=127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}",
            "--log.level=error",
        ];
        var start = new ProcessStartInfo(Program ?? throw new InvalidOperationException(WhyUnavailable), arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("prometheus did not start");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(IsUpAsync, "a Prometheus server", TimeSpan.FromMinutes(3));
    }

    /// <summary>Waits until a query returns something.</summary>
    public Task HasAsync(string query) => Eventually.TrueAsync(
        async () =>
        {
            using var answer = await _http.GetAsync(new Uri($"api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative));
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains("\"value\"", StringComparison.Ordinal);
        },
        $"a result of {query}",
        TimeSpan.FromMinutes(3));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _page.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (_process is { HasExited: false })
        {
            return false;
        }
    }

    private async Task WriteConfigurationAsync(string page)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "prometheus.yml"), $$"""
            global:
              scrape_interval: 1s
            scrape_configs:
            - job_name: test
              honor_labels: true
              static_configs:
              - targets: ["{{page}}"]
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "web.yml"), !IsSecured ? "" : $$"""
            tls_server_config:
              cert_file: tls.crt
              key_file: tls.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: tls.crt
            basic_auth_users:
              {{User}}: {{PasswordHash}}
            """);
    }
}
