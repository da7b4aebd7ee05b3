using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>A server's certificate from files, which are looked at again every ten seconds; what cannot be read leaves the last one in force.</summary>
public sealed partial class ServingCertificateFiles
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly string _certificate;
    private readonly string? _key;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile X509Certificate2 _current;

    /// <summary>Reads the files (PEM; null for a key that is in the certificate's file); throws <see cref="IOException"/> or <see cref="CryptographicException"/> when they hold no certificate with its key.</summary>
    public ServingCertificateFiles(string certificate, string? key, TimeProvider time, ILoggerFactory loggers)
    {
        (_certificate, _key, _time) = (certificate, key, time);
        _logger = loggers.CreateLogger<ServingCertificateFiles>();
        _current = Read();
    }

    /// <summary>The certificate to serve with now, with its key. It is never disposed: handshakes may hold it.</summary>
    public X509Certificate2 Current => _current;

    /// <summary>Follows the files until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Ended(_logger, _certificate);
        }
    }

    private void Look()
    {
        try
        {
            var read = Read();
            if (read.Thumbprint != _current.Thumbprint)
            {
                Log.Taken(_logger, read.Thumbprint, _certificate, read.NotAfter);
                _current = read;
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The two files are not written in one moment: the next look finds both.
            Log.NotTaken(_logger, _certificate, wrong.Message);
        }
    }

    private X509Certificate2 Read()
    {
        using var certificate = X509Certificate2.CreateFromPemFile(_certificate, _key);

        // A key that is only in memory cannot serve TLS everywhere; one that was loaded can.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static partial class Log
    {
        [LoggerMessage(1221, LogLevel.Information, "Serving with the certificate {Thumbprint} of {File}, good until {End}")]
        public static partial void Taken(ILogger logger, string thumbprint, string file, DateTime end);

        [LoggerMessage(1222, LogLevel.Warning, "The certificate in {File} cannot be read, and the one before stays in force: {Reason}")]
        public static partial void NotTaken(ILogger logger, string file, string reason);

        [LoggerMessage(1223, LogLevel.Debug, "Stopped looking at {File}")]
        public static partial void Ended(ILogger logger, string file);
    }
}
