using System.Security.Cryptography.X509Certificates;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Metrics.Tests;

public sealed class ServingCertificateFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VirtualTimeProvider _time = Some.Clock();

    private string Certificate => Path.Combine(_folder.Path, "tls.crt");

    private string Key => Path.Combine(_folder.Path, "tls.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WhenTheFilesChange_ServesWithTheNewOnes()
    {
        Write("first");
        using var end = new CancellationTokenSource();
        var files = new ServingCertificateFiles(Certificate, Key, _time, NullLoggerFactory.Instance);
        var work = files.RunAsync(end.Token);

        await File.WriteAllTextAsync(Certificate, "half");
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("CN=first", files.Current.Subject);
        Write("second");

        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(11));
                return Task.FromResult(files.Current.Subject == "CN=second");
            },
            "the second certificate");
        await end.CancelAsync();
        await work;
    }

    [Fact]
    public void New_WithoutFiles_Throws() =>
        Assert.ThrowsAny<IOException>(() => new ServingCertificateFiles(Certificate, Key, _time, NullLoggerFactory.Instance));

    private void Write(string name)
    {
        using var made = ServingCertificate.SelfSigned(TimeProvider.System.GetUtcNow(), name);
        File.WriteAllText(Certificate, made.ExportCertificatePem());
        File.WriteAllText(Key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }
}
