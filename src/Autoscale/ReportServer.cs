using System.Security.Cryptography;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Autoscale;

/// <summary>Takes reports over HTTP, with a certificate from files where there is one.</summary>
internal sealed class ReportServer : IAsyncDisposable
{
    private readonly PushedServer _server;
    private readonly ServingCertificateFiles? _files;

    private ReportServer(PushedServer server, ServingCertificateFiles? files) => (_server, _files) = (server, files);

    /// <summary>What must run as long as this does.</summary>
    public IReadOnlyList<NamedLoop> Loops => _files is null ? [] : [new("the certificate for reports", _files.RunAsync)];

    /// <summary>
    /// Begins to listen; throws <see cref="IOException"/> when the port is taken, <see cref="OptionsValidationException"/> when the
    /// certificate cannot be read.
    /// </summary>
    public static async Task<ReportServer> StartAsync(IServiceProvider services, ReportSettings settings, CancellationToken cancellationToken)
    {
        var files = FilesOf(services, settings);
        var options = new PushedServerOptions { Listen = settings.Listen, Certificate = files is null ? null : () => files.Current };
        return new(await PushedServer.StartAsync(options, services.GetRequiredService<SourceTools>(), cancellationToken), files);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static ServingCertificateFiles? FilesOf(IServiceProvider services, ReportSettings settings)
    {
        try
        {
            return settings.Certificate is { } file
                ? new(file, settings.Key, Composition.Clock, services.GetRequiredService<ILoggerFactory>())
                : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new OptionsValidationException(
                nameof(ReportSettings), typeof(ReportSettings), [$"--report-certificate {settings.Certificate}: {wrong.Message}"]);
        }
    }
}
