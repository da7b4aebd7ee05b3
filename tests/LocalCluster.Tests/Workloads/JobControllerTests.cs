using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.Jobs;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class JobControllerTests
{
    private readonly TestCluster _cluster = new();

    public JobControllerTests() => _cluster.With(new JobController(_cluster.Objects, _cluster.Tell, _cluster.Time));

    private JsonObject Job => _cluster.Get(_cluster.Objects.Jobs, "sum");

    private List<PodFacts> Active => [.. _cluster.List(_cluster.Objects.Pods).Select(PodFacts.From).Where(pod => pod.IsActive)];

    [Fact]
    public async Task Reconcile_CompletionsAndParallelism_RunsSoManyAtATimeUntilDone()
    {
        await CreateAsync("\"completions\":3,\"parallelism\":2");
        Assert.Equal(2, Active.Count);

        await EndAsync("Succeeded");
        await EndAsync("Succeeded");
        Assert.Single(Active);
        await EndAsync("Succeeded");

        Assert.Equal(3, Job.Count("status", "succeeded"));
        Assert.Equal(["SuccessCriteriaMet", "Complete"], Job.Objects("status", "conditions").Select(condition => condition.Text("type")));
        Assert.Equal("Reached expected number of succeeded pods", Job.Condition("Complete").Text("message"));
        Assert.NotNull(Job.At("status", "completionTime"));
        Assert.Contains("job-controller Job/sum: Normal Completed Job completed", _cluster.Told);
    }

    [Fact]
    public async Task Reconcile_PodFails_IsReplacedAfterAPause()
    {
        await CreateAsync("\"completions\":1,\"backoffLimit\":1");

        await EndAsync("Failed");
        Assert.Empty(Active);

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Single(Active);
    }

    [Fact]
    public async Task Reconcile_MoreFailuresThanAllowed_Fails()
    {
        await CreateAsync("\"completions\":1,\"backoffLimit\":0");

        await EndAsync("Failed");

        Assert.Equal(("BackoffLimitExceeded", "Job has reached the specified backoff limit"), (Job.Condition("Failed").Text("reason"), Job.Condition("Failed").Text("message")));
        Assert.Contains("job-controller Job/sum: Warning BackoffLimitExceeded Job has reached the specified backoff limit", _cluster.Told);
        Assert.Empty(Active);
    }

    [Fact]
    public async Task Reconcile_DeadlineExceeded_FailsAndDeletesThePods()
    {
        await CreateAsync("\"completions\":1,\"activeDeadlineSeconds\":30");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(31));

        Assert.Equal("DeadlineExceeded", Job.Condition("Failed").Text("reason"));
        Assert.Empty(Active);
    }

    [Fact]
    public async Task Reconcile_Suspended_DeletesPodsAndComesBackWhenResumed()
    {
        await CreateAsync("\"completions\":1");

        await _cluster.ChangeAsync(_cluster.Objects.Jobs, "sum", job => job.Make("spec")["suspend"] = true);
        Assert.Empty(Active);
        Assert.Equal("True", Job.Condition("Suspended").Text("status"));

        await _cluster.ChangeAsync(_cluster.Objects.Jobs, "sum", job => job.Make("spec")["suspend"] = false);
        Assert.Single(Active);
    }

    private Task<JsonObject> CreateAsync(string spec) => _cluster.CreateAsync(_cluster.Objects.Jobs, $$$"""
        {"metadata":{"name":"sum"},
         "spec":{ {{{spec}}},"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"sum","image":"sum"}]} } } }
        """);

    private Task EndAsync(string phase) =>
        _cluster.ChangeAsync(_cluster.Objects.Pods, Active[0].Name, pod => pod.Make("status")["phase"] = phase, status: true);
}
