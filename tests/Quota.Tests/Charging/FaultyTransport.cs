using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Quota.Tests.Charging;

/// <summary>Real connections on which a test lets something happen before, after or in place of a call.</summary>
internal sealed class FaultyTransport : DelegatingHandler
{
    public FaultyTransport(string authorityPem)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorityPem);
        InnerHandler = handler;
    }

    /// <summary>Runs before the status of a quota is written; what it throws the caller gets.</summary>
    public Func<string, CancellationToken, Task> BeforeCharge { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after the server has written a status, before the caller hears of it.</summary>
    public Func<string, CancellationToken, Task> AfterCharge { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs before quotas are listed in one namespace.</summary>
    public Func<CancellationToken, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method != HttpMethod.Patch)
        {
            await (path.EndsWith("default/resourcequotas", StringComparison.Ordinal) ? BeforeRead(cancellationToken) : Task.CompletedTask);
            return await base.SendAsync(request, cancellationToken);
        }

        var quota = path.Split('/')[^2];
        await BeforeCharge(quota, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        await AfterCharge(quota, cancellationToken);
        return response;
    }
}
