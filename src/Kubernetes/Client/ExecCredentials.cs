using System.ComponentModel;
using System.Diagnostics;
using System.Net.Security;
using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Client;

/// <summary>A credential that a plugin makes; the plugin runs again when it has expired and after a 401.</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, SslStreamCertificateContext? certificate) : ICredentialSource, IDisposable
{
    // Whoever calls may wait for minutes, as a watch does; others wait behind it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private MadeCredential? _made;

    /// <inheritdoc />
    public async ValueTask<KubeCredential> GetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _made) is { } made && now < made.Until)
        {
            return made.Credential;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            var current = Volatile.Read(ref _made);
            if (current is null || now >= current.Until)
            {
                current = Interpret(await RunAsync(cancellationToken));
                Volatile.Write(ref _made, current);
            }

            return current.Credential;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Reject(KubeCredential credential)
    {
        if (Volatile.Read(ref _made) is { } made && made.Credential == credential)
        {
            Interlocked.CompareExchange(ref _made, null, made);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task<byte[]> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var limit = new CancellationTokenSource(Longest);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ReadAsync(process, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw plugin.Error($"executable {plugin.Command} did not end within {Longest.TotalSeconds} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private async Task<byte[]> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output.ToArray()
            : throw plugin.Error($"executable {plugin.Command} failed with exit code {process.ExitCode}: {await errors}");
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(Request(), KubeJson.Default.ExecCredential);
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start) ?? throw plugin.Error($"executable {plugin.Command} did not start");
        }
        catch (Win32Exception error)
        {
            throw plugin.Error($"executable {plugin.Command}: {error.NativeErrorCode switch
            {
                2 => "not found",
                _ => error.Message,
            }} {plugin.InstallHint}".TrimEnd());
        }
    }

    private ExecCredential Request() => new()
    {
        ApiVersion = plugin.ApiVersion,
        Kind = "ExecCredential",
        Spec = new()
        {
            Cluster = plugin.Cluster is not { } cluster ? null : new()
            {
                Server = cluster.Server.OriginalString,
                TlsServerName = cluster.TlsServerName,
                SkipTlsVerify = cluster.SkipTlsVerify,
                CertificateAuthorityData = cluster.CertificateAuthorities is { } authorities
                    ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authorities.ExportCertificatePems()))
                    : null,
                ProxyUrl = cluster.Proxy?.OriginalString,
            },
        },
    };

    private MadeCredential Interpret(byte[] output)
    {
        var answer = Parse(output);
        if (answer.ApiVersion != plugin.ApiVersion)
        {
            throw plugin.Error($"exec plugin is configured to use API version {plugin.ApiVersion}, plugin returned version {answer.ApiVersion}");
        }

        if (answer.Status is not { } status)
        {
            throw plugin.Error("exec plugin didn't return a status field");
        }

        var hasCertificate = status.ClientCertificateData is { Length: > 0 };
        if (hasCertificate != status.ClientKeyData is { Length: > 0 } || (!hasCertificate && status.Token is not { Length: > 0 }))
        {
            throw plugin.Error("exec plugin didn't return a token or cert/key pair");
        }

        var own = hasCertificate
            ? Pem.ClientCertificate(status.ClientCertificateData ?? "", status.ClientKeyData ?? "")
                ?? throw plugin.Error("exec plugin returned a client certificate and key that do not fit or are not PEM")
            : certificate;
        return new(
            new(status.Token is { Length: > 0 } token ? new("Bearer", token) : null, own),
            status.ExpirationTimestamp ?? DateTimeOffset.MaxValue);
    }

    private ExecCredential Parse(byte[] output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, KubeJson.Default.ExecCredential) ?? new();
        }
        catch (JsonException error)
        {
            throw plugin.Error($"decoding stdout of {plugin.Command}: {error.Message}");
        }
    }

    private sealed record MadeCredential(KubeCredential Credential, DateTimeOffset Until);
}
