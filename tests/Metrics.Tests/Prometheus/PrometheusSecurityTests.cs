using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>The source on a real Prometheus that wants TLS with a client certificate and a password, and that is killed.</summary>
public sealed class PrometheusSecurityTests : IAsyncLifetime
{
    private PrometheusServer _server = null!;

    private SourceConnection Good => new()
    {
        User = _server.User,
        Password = _server.Password,
        AuthorityPem = _server.CertificatePem,
        ClientCertificatePem = _server.CertificatePem,
        ClientKeyPem = _server.KeyPem,
    };

    public async Task InitializeAsync()
    {
        if (PrometheusServer.WhyUnavailable is null)
        {
            _server = await PrometheusServer.StartAsync(PrometheusFixture.Exposition, secured: true);
            await _server.HasAsync("depth");
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [PrometheusFact]
    public async Task Query_KilledAndStartedAgain_IsAbsentMeanwhileAndRecovers()
    {
        await using var run = Run(Good);
        await PrometheusRun.SaysAsync("3 7", () => run.External("depth"));

        await _server.KillAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(run.External("depth").StartsWith("prometheus at", StringComparison.Ordinal)), "the absence", TimeSpan.FromMinutes(3));
        Assert.NotNull(run.Source.Health.Problem);

        await _server.StartAgainAsync();
        await PrometheusRun.SaysAsync("3 7", () => run.External("depth"));
    }

    [PrometheusFact]
    public async Task Query_WrongCredentials_AreAbsencesThatShowNoSecret()
    {
        await using var wrong = Run(Good with { Password = "wrong-password" });
        await using var stranger = Run(Good with { AuthorityPem = null });
        await using var anonymous = Run(Good with { ClientCertificatePem = null, ClientKeyPem = null });

        await ReasonAsync(wrong, "it refused the credentials, or wants some (401)");
        await ReasonAsync(stranger, "no TLS with it: The remote certificate is invalid");
        await ReasonAsync(anonymous, "");
        var everything = string.Concat(wrong.Log.Lines.Concat(stranger.Log.Lines).Concat(anonymous.Log.Lines));
        Assert.DoesNotContain("wrong-password", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Password, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", everything, StringComparison.Ordinal);
    }

    private PrometheusRun Run(SourceConnection connection) => new(_server.Url, [PrometheusRun.Rule("depth", "depth")], connection);

    private async Task ReasonAsync(PrometheusRun run, string expected)
    {
        var start = $"prometheus at {_server.Url.Authority}: {expected}";
        await Eventually.TrueAsync(
            () => Task.FromResult(run.External("depth").StartsWith(start, StringComparison.Ordinal)), start, TimeSpan.FromMinutes(3));
        Assert.DoesNotContain("PRIVATE KEY", run.External("depth") + run.Source.Health, StringComparison.Ordinal);
    }
}
