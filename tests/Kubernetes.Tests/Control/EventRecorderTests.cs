using System.Diagnostics.Metrics;
using System.Net;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Kubernetes.Tests.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class EventRecorderTests : IAsyncDisposable
{
    private static readonly ObjectReference Web = new() { Kind = "HorizontalPodAutoscaler", Namespace = "ns", Name = "web" };
    private static readonly EventNote Failed = EventNote.Warning("FailedGetScale", "no \"scale\"");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CancellationTokenSource _stop = new();
    private readonly StubApi _api = new();
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _services.DisposeAsync();
        _stop.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Record_NewEvent_IsPosted()
    {
        _api.Answer("{}");

        Start().Record(Web, Failed);

        var posted = await _api.NextAsync();
        Assert.Equal(("POST", "/base/api/v1/namespaces/ns/events"), (posted.Method, posted.Path));
        Assert.Contains("\"firstTimestamp\":\"2026-01-01T00:00:00Z\"", posted.Body, StringComparison.Ordinal);
        Assert.Contains("\"source\":{\"component\":\"autoscale\"}", posted.Body, StringComparison.Ordinal);
        Assert.Contains("\"count\":1,\"reportingComponent\":\"autoscale\",\"reportingInstance\":\"\"", posted.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_SameEventAgain_PatchesCountTimeAndMessage()
    {
        _api.Answer("{}").Answer("{}");
        var recorder = Start();

        recorder.Record(Web, Failed);
        recorder.Record(Web, Failed);

        var posted = await _api.NextAsync();
        var patched = await _api.NextAsync();
        Assert.Equal("PATCH", patched.Method);
        Assert.Contains(patched.Path["/base/api/v1/namespaces/ns/events/".Length..], posted.Body, StringComparison.Ordinal);
        Assert.Equal("""{"count":2,"lastTimestamp":"2026-01-01T00:00:00Z","message":"no \u0022scale\u0022"}""", patched.Body);
    }

    [Fact]
    public async Task Record_EventToCountIsGone_IsCreatedWithItsCount()
    {
        _api.Answer("{}").Answer("""{"reason":"NotFound","code":404}""", HttpStatusCode.NotFound).Answer("{}");
        var recorder = Start();

        recorder.Record(Web, Failed);
        recorder.Record(Web, Failed);
        await _api.NextAsync();
        await _api.NextAsync();

        var again = await _api.NextAsync();
        Assert.Equal("POST", again.Method);
        Assert.Contains("\"count\":2", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_ServerDoesNotAnswer_IsWrittenWhenItDoes()
    {
        _api.Answer(() => throw new HttpRequestException("connection refused")).Answer("{}");

        Start().Record(Web, Failed);
        var first = await _api.NextAsync();
        var second = await _api.NextAsync();

        Assert.Equal(first, second);
        Assert.InRange(_api.Time.GetUtcNow(), new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero), DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task Record_ServerRefuses_DropsTheEventAndGoesOn()
    {
        _api.Answer("""{"reason":"Forbidden","code":403}""", HttpStatusCode.Forbidden).Answer("{}");
        var recorder = Start();

        recorder.Record(Web, Failed);
        recorder.Record(Web, Failed with { Reason = "Other" });
        await _api.NextAsync();

        Assert.Contains("Other", (await _api.NextAsync()).Body, StringComparison.Ordinal);
    }

    private EventRecorder Start()
    {
        var telemetry = new KubernetesTelemetry(_services.GetRequiredService<IMeterFactory>());
        var recorder = new EventRecorder(
            new() { Component = "autoscale" }, EventSink.To(_api.Client()), _api.Time, telemetry, NullLogger<EventRecorder>.Instance);
        _running = recorder.RunAsync(_stop.Token);
        return recorder;
    }
}
