using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Tests.Client;

/// <summary>A server on the loopback whose certificate names only "api.here".</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly WebApplication _app;
    private readonly X509Certificate2 _authority;

    private TlsServer(WebApplication app, X509Certificate2 authority) => (_app, _authority) = (app, authority);

    public string Authority => _authority.ExportCertificatePem();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<TlsServer> StartAsync(RequestDelegate handler, int port = 0)
    {
        var authority = Issue("CN=authority", null, null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = Issue("CN=server", authority, "api.here");
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        })));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return new(app, authority);
    }

    /// <summary>A client certificate of the server's authority, and its key.</summary>
    public (string Certificate, string Key) ClientCertificate(string subject)
    {
        using var client = Issue(subject, _authority, null);
        return (client.ExportCertificatePem(), client.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? "");
    }

    /// <summary>A kubeconfig for the server; the cluster's other fields and the user's are given.</summary>
    public string Config(string cluster, string user) => $$"""
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u} }]
        clusters: [{name: k, cluster: {server: '{{Address}}', {{cluster}} } }]
        users: [{name: u, user: { {{user}} } }]
        """;

    /// <summary>Goes away as a killed process does: connections are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static X509Certificate2 Issue(string subject, X509Certificate2? issuer, string? host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, true));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }

        if (issuer is null)
        {
            return request.CreateSelfSigned(Start, Start.AddYears(200));
        }

        using var issued = request.Create(issuer, Start, Start.AddYears(100), RandomNumberGenerator.GetBytes(8));
        using var keyed = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
