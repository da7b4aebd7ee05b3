using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Metrics.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Tests;

public sealed class SourceConnectionTests
{
    private readonly ConcurrentQueue<string> _asked = new();

    [Fact]
    public void ToString_AllSecretsSet_ShowsNone()
    {
        var connection = new SourceConnection
        {
            User = "tester",
            Password = "hunter2",
            BearerToken = "token1",
            ClientCertificatePem = "certificate1",
            ClientKeyPem = "key1",
            AuthorityPem = "authority1",
        };

        Assert.Equal("with a token, with a client certificate, by an authority of its own", connection.ToString());
        Assert.Equal("as tester", new SourceConnection { User = "tester", Password = "hunter2" }.ToString());
    }

    [Fact]
    public void Hide_SecretsInAnyGuise_ShowsNone()
    {
        var connection = new SourceConnection { User = "u", Password = "p@ss/word" };

        Assert.Equal("***, *** and ***", connection.Hide("p@ss/word, p%40ss%2Fword and dTpwQHNzL3dvcmQ="));
    }

    [Fact]
    public void Problems_Unusable_AreNamedWithoutQuotingThem()
    {
        var connection = new SourceConnection
        {
            User = "a:b",
            BearerToken = "line\nline",
            AuthorityPem = "x",
            ClientCertificatePem = "y",
            ClientKeyPem = "z",
        };

        Assert.Equal(
            [
                "the token has characters that no token may have",
                "there is a token and a user name as well: only one can be shown",
                "the user name has a colon",
                "the authority is no certificate in PEM",
                "the client certificate and its private key are not in PEM or do not fit",
            ],
            connection.Problems);
        Assert.Throws<InvalidDataException>(() => connection.NewHttpClient(new Uri("http://a")));
    }

    [Fact]
    public async Task NewHttpClient_AuthorityAndServerName_DecideWhomItTrusts()
    {
        using var certificate = Certificate("prometheus.example");
        await using var server = await StartAsync(certificate);
        var url = new Uri(server.Urls.Single());
        var pem = certificate.ExportCertificatePem();

        using var named = new SourceConnection { AuthorityPem = pem, ServerName = "prometheus.example" }.NewHttpClient(url);
        using var unnamed = new SourceConnection { AuthorityPem = pem }.NewHttpClient(url);
        using var stranger = new SourceConnection { ServerName = "prometheus.example" }.NewHttpClient(url);
        using var careless = new SourceConnection { SkipVerify = true }.NewHttpClient(url);

        Assert.Equal("prometheus.example", await named.GetStringAsync(new Uri("", UriKind.Relative)));
        Assert.Equal("prometheus.example", Assert.Single(_asked));
        Assert.Equal("127.0.0.1", await careless.GetStringAsync(new Uri("", UriKind.Relative)));
        await Assert.ThrowsAsync<HttpRequestException>(() => unnamed.GetStringAsync(new Uri("", UriKind.Relative)));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync(new Uri("", UriKind.Relative)));
    }

    private async Task<WebApplication> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            https.ServerCertificateSelector = (_, name) =>
            {
                _asked.Enqueue(name ?? "");
                return certificate;
            })));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(context.Request.Host.Host));
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
