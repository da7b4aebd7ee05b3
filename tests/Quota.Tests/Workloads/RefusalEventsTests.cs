using System.Diagnostics.Metrics;
using System.Text.Json;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Quota.Tests.Limits;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Workloads;

public sealed class RefusalEventsTests : IAsyncLifetime
{
    private const string Exceeded = "exceeded quota: q, requested: requests.cpu=1, used: requests.cpu=USED, limited: requests.cpu=4";

    private readonly ListedApi _api = new();
    private readonly VirtualTimeProvider _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _end = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RefusalEvents _events;
    private readonly Task _run;
    private int _marks;

    public RefusalEventsTests()
    {
        _events = Replica();
        _run = _events.RunAsync(_end.Token);
        _api.Answer("/apis/apps/v1/namespaces/team/replicasets/web-1", Controlled("web-1", "r1", "apps/v1", "Deployment", "web", "d1"));
        _api.Answer("/apis/apps/v1/namespaces/team/replicasets/web-2", Controlled("web-2", "r2", "apps/v1", "Deployment", "web", "d1"));
        _api.Answer("/apis/batch/v1/namespaces/team/jobs/nightly-1", Controlled("nightly-1", "j1", "batch/v1", "CronJob", "nightly", "c1"));
    }

    [Fact]
    public async Task Tell_PodsOfADeployment_IsToldOnceThere()
    {
        Tell(("web-1-a", "web-1", "r1", "3"), ("web-1-b", "web-1", "r1", "4"), ("web-2-c", "web-2", "r2", "4"));

        var told = Assert.Single(await EventsAsync());
        Assert.Equal(("Deployment", "web", "d1", "team"), (told.InvolvedObject.Kind, told.InvolvedObject.Name, told.InvolvedObject.Uid, told.InvolvedObject.Namespace));
        Assert.Equal(
            ("Warning", "QuotaRefused", "Pods cannot be created: exceeded quota: q, requested: requests.cpu=1, used: requests.cpu=3, limited: requests.cpu=4"),
            (told.Type, told.Reason, told.Message));
    }

    [Theory]
    [InlineData("batch/v1", "Job", "nightly-1", "j1", "CronJob nightly")]
    [InlineData("batch/v1", "Job", "nightly-1", "another", "Job nightly-1")]
    [InlineData("batch/v1", "Job", "gone", "g1", "Job gone")]
    [InlineData("apps/v1", "StatefulSet", "db", "s1", "StatefulSet db")]
    public async Task Tell_OtherOwners_GoesToTheTopThatCanBeFound(string apiVersion, string kind, string name, string uid, string top)
    {
        _events.Tell(Request("p", Owner(apiVersion, kind, name, uid)), "QuotaRefused", "why");

        var told = Assert.Single(await EventsAsync());
        Assert.Equal(top, $"{told.InvolvedObject.Kind} {told.InvolvedObject.Name}");
    }

    [Fact]
    public async Task Tell_OtherCauses_AreToldEachAndAgainAfterAnHour()
    {
        var request = Request("p", Owner("apps/v1", "StatefulSet", "db", "s1"));
        _events.Tell(request, "QuotaRefused", "one");
        _events.Tell(request, "QuotaRefused", "two");
        _events.Tell(request, "LimitRangeRefused", "one");

        Assert.Equal(["one", "two", "one"], (await EventsAsync()).Select(told => told.Message["Pods cannot be created: ".Length..]));
    }

    [Fact]
    public async Task Tell_SameCauseAfterAnHour_RenewsTheEvent()
    {
        var request = Request("p", Owner("apps/v1", "StatefulSet", "db", "s1"));
        _events.Tell(request, "QuotaRefused", "one");
        var first = Assert.Single(await EventsAsync());

        _time.Advance(TimeSpan.FromMinutes(59));
        _events.Tell(request, "QuotaRefused", "one");
        Assert.Empty(await EventsAsync());
        Assert.False(_api.Patched.Reader.TryPeek(out _));
        _time.Advance(TimeSpan.FromMinutes(1));
        _events.Tell(request, "QuotaRefused", "one");

        Assert.Equal($"/api/v1/namespaces/team/events/{first.Metadata.Name}", await _api.Patched.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Tell_ByTwoReplicas_IsOneEvent()
    {
        var other = Replica();
        var run = other.RunAsync(_end.Token);
        var refused = Exceeded.Replace("USED", "3", StringComparison.Ordinal);
        _events.Tell(Request("a", Owner("apps/v1", "ReplicaSet", "web-1", "r1")), "QuotaRefused", refused);
        var first = Assert.Single(await EventsAsync());

        other.Tell(Request("b", Owner("apps/v1", "ReplicaSet", "web-2", "r2")), "QuotaRefused", refused.Replace("cpu=3", "cpu=4", StringComparison.Ordinal));

        Assert.Equal($"/api/v1/namespaces/team/events/{first.Metadata.Name}", await _api.Patched.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2)));
        Assert.False(run.IsCompleted);
    }

    [Theory]
    [InlineData("pods", "", false, 1)]
    [InlineData("pods", "", true, 0)]
    [InlineData("pods", "resize", false, 0)]
    [InlineData("services", "", false, 0)]
    public async Task AnnouncedPolicy_Refusal_IsToldOfNewPodsAlone(string resource, string subresource, bool isDryRun, int count)
    {
        var policy = new AnnouncedPolicy(new Refusing(), "QuotaRefused", _events);
        var request = Request("p", Owner("apps/v1", "StatefulSet", "db", "s1")) with { Resource = resource, Subresource = subresource, IsDryRun = isDryRun };

        var verdict = await policy.ValidateAsync(request, default);

        Assert.False(verdict.IsAllowed);
        Assert.Equal(count, (await EventsAsync()).Count(told => told.Message == "Pods cannot be created: no room"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        await _services.DisposeAsync();
    }

    private RefusalEvents Replica()
    {
        var telemetry = new KubernetesTelemetry(_services.GetRequiredService<IMeterFactory>());
        var recorder = new EventRecorder(
            new() { Component = "governance" }, RefusalSink.To(_api.Client), _time, telemetry, NullLogger<EventRecorder>.Instance);
        return new(_api.Client, recorder, _time, NullLogger<RefusalEvents>.Instance);
    }

    private void Tell(params (string Pod, string Set, string Uid, string Used)[] refusals)
    {
        foreach (var (pod, set, uid, used) in refusals)
        {
            _events.Tell(
                Request(pod, Owner("apps/v1", "ReplicaSet", set, uid)), "QuotaRefused", Exceeded.Replace("USED", used, StringComparison.Ordinal));
        }
    }

    // One more refusal, of a cause of its own, shows that all before it were looked at.
    private async Task<List<KubeEvent>> EventsAsync()
    {
        var mark = $"mark {++_marks}";
        _events.Tell(Request("p", Owner("apps/v1", "StatefulSet", mark, mark)), "Marked", mark);
        var told = new List<KubeEvent>();
        while (true)
        {
            var body = await _api.Created.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
            var next = JsonSerializer.Deserialize(body, KubeJson.Default.KubeEvent)!;
            if (next.InvolvedObject.Uid == mark)
            {
                return told;
            }

            told.Add(next);
        }
    }

    private static AdmissionRequest Request(string pod, string owner) => new()
    {
        Version = "v1",
        Kind = "Pod",
        Resource = "pods",
        Namespace = "team",
        Name = pod,
        Operation = AdmissionOperation.Create,
        Object = SomeWorkload.Bytes($"{{'metadata':{{'name':'{pod}','ownerReferences':[{owner}]}}}}"),
    };

    private static string Owner(string apiVersion, string kind, string name, string uid) =>
        $"{{'apiVersion':'{apiVersion}','kind':'{kind}','name':'{name}','uid':'{uid}','controller':true}}";

    private static string Controlled(string name, string uid, string apiVersion, string kind, string owner, string ownerUid) =>
        $"{{'metadata':{{'name':'{name}','uid':'{uid}','ownerReferences':[{Owner(apiVersion, kind, owner, ownerUid)}]}}}}";

    private sealed class Refusing : IAdmissionPolicy
    {
        public string Name => "refusing";

        public IReadOnlyList<AdmissionRule> Mutates => [];

        public IReadOnlyList<AdmissionRule> Validates => [];

        public bool HasEffects => false;

        public ValueTask<AdmissionVerdict> MutateAsync(
            AdmissionRequest request, System.Text.Json.Nodes.JsonObject target, CancellationToken cancellationToken) => ValueTask.FromResult(AdmissionVerdict.Allowed);

        public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new AdmissionVerdict { Denial = AdmissionDenial.Forbidden(request, request.Name, "no room") });
    }
}
