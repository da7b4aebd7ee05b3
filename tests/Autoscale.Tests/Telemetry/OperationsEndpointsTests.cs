using System.Net;
using Autoscale.Kubernetes.Control;
using Autoscale.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Tests.Telemetry;

public sealed class OperationsEndpointsTests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private string? _whyNotReady = "pods are not listed yet";

    public OperationsEndpointsTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddTelemetry()
            .AddSingleton(new ReadinessCheck("leader", () => null))
            .AddSingleton(new ReadinessCheck("informers", () => _whyNotReady));
        _app = builder.Build();
        _app.MapOperations();
    }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Metrics_AreServedAsPrometheusText()
    {
        using var client = _app.GetTestClient();

        using var response = await client.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("# TYPE dotnet_process_cpu_time_seconds_total counter", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Healthz_WhileNotReady_IsOk() => Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/healthz"));

    [Fact]
    public async Task Readyz_CheckFails_SaysWhich() =>
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "[+]leader ok\n[-]informers failed: pods are not listed yet\nreadyz check failed\n"),
            await GetAsync("/readyz"));

    [Fact]
    public async Task Readyz_ChecksPass_IsOk()
    {
        _whyNotReady = null;

        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/readyz"));
        Assert.Equal((HttpStatusCode.OK, "[+]leader ok\n[+]informers ok\nreadyz check passed\n"), await GetAsync("/readyz?verbose"));
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var client = _app.GetTestClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
