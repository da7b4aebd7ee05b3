using System.Security.Cryptography;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Autoscale;

/// <summary>The ways on which applications report to this process, with a certificate from files where there is one.</summary>
internal sealed class ReportRun : IDisposable
{
    private readonly ReportLoops _reports;
    private readonly ServingCertificateFiles? _files;

    /// <summary>Puts it together; throws <see cref="OptionsValidationException"/> when the certificate cannot be read.</summary>
    public ReportRun(IServiceProvider services, ReportSettings settings)
    {
        _files = FilesOf(services, settings);
        var options = new ReportOptions
        {
            Bus = settings.Bus,
            TakesPublished = settings.TakesPublished,
            Http = settings.Listen is { } listen ? new() { Listen = listen, Certificate = _files is { } files ? () => files.Current : null } : null,
        };
        _reports = new(options, services.GetRequiredService<MetricTable>(), services.GetRequiredService<SourceTools>());
    }

    /// <summary>What must run as long as this does.</summary>
    public IReadOnlyList<NamedLoop> Loops =>
    [
        new("the reports of applications", RunAsync),
        .. _files is null ? Array.Empty<NamedLoop>() : [new("the certificate for reports", _files.RunAsync)],
    ];

    /// <inheritdoc />
    public void Dispose() => _reports.Dispose();

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

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await _reports.StartAsync(cancellationToken);
        await (_reports.ExecuteTask ?? Task.CompletedTask);
    }
}
