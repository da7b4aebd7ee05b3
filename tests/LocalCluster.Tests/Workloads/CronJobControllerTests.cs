using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.Jobs;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class CronJobControllerTests
{
    private readonly TestCluster _cluster = new();

    public CronJobControllerTests() => _cluster.With(new CronJobController(_cluster.Objects, _cluster.Tell, _cluster.Time));

    private JsonObject Cron => _cluster.Get(_cluster.Objects.CronJobs, "tick");

    private IEnumerable<string> Jobs => _cluster.List(_cluster.Objects.Jobs).Select(job => job.Name());

    private IEnumerable<string> Active => Cron.Objects("status", "active").Select(job => job.Text("name"));

    [Fact]
    public async Task Reconcile_WhenTheTimeComes_MakesTheJobOfTheTemplate()
    {
        await CreateAsync("\"schedule\":\"*/5 * * * *\",\"timeZone\":\"Asia/Kolkata\"");

        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(4.9));
        Assert.Empty(Jobs);
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(0.2));

        var job = _cluster.Get(_cluster.Objects.Jobs, "tick-29453765");
        Assert.Equal("2026-01-01T05:35:00+05:30", job.Annotation("batch.kubernetes.io/cronjob-scheduled-timestamp"));
        Assert.Equal("yes", job.Annotation("made"));
        Assert.Equal(("CronJob", "tick"), (job.Controller().Text("kind"), job.Controller().Text("name")));
        Assert.Equal(2, job.Count("spec", "parallelism"));
        Assert.Equal("2026-01-01T00:05:00Z", Cron.Text("status", "lastScheduleTime"));
        Assert.Equal(["tick-29453765"], Active);
        Assert.Equal(["cronjob-controller CronJob/tick: Normal SuccessfulCreate Created job tick-29453765"], _cluster.Told);
    }

    [Fact]
    public async Task Reconcile_JobEnds_LeavesTheActiveListAndIsKeptUpToTheLimit()
    {
        await CreateAsync("\"schedule\":\"* * * * *\",\"successfulJobsHistoryLimit\":2,\"failedJobsHistoryLimit\":0");
        for (var minute = 1; minute <= 4; minute++)
        {
            await _cluster.AdvanceAsync(TimeSpan.FromMinutes(1.01));
            await EndAsync(Active.Single(), minute == 4 ? "Failed" : "Complete");
        }

        Assert.Equal(["tick-29453762", "tick-29453763"], Jobs);
        Assert.Empty(Active);
        Assert.Equal("2026-01-01T00:03:01Z", Cron.Text("status", "lastSuccessfulTime"));
        Assert.Contains("cronjob-controller CronJob/tick: Normal SawCompletedJob Saw completed job: tick-29453763, condition: Complete", _cluster.Told);
        Assert.Contains("cronjob-controller CronJob/tick: Normal SuccessfulDelete Deleted job tick-29453761", _cluster.Told);
    }

    [Theory]
    [InlineData("Allow", 3, 3)]
    [InlineData("Forbid", 1, 1)]
    [InlineData("Replace", 1, 1)]
    public async Task Reconcile_EarlierJobStillRuns_HeedsTheConcurrencyPolicy(string policy, int jobs, int active)
    {
        await CreateAsync($"\"schedule\":\"* * * * *\",\"concurrencyPolicy\":\"{policy}\"");

        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(3.1));

        Assert.Equal(jobs, Jobs.Count());
        Assert.Equal(active, Active.Count());
        Assert.Equal(policy == "Forbid", Jobs.Contains("tick-29453761") && jobs == 1);
        Assert.Equal(
            policy == "Forbid",
            _cluster.Told.Contains("cronjob-controller CronJob/tick: Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid"));
    }

    [Fact]
    public async Task Reconcile_Suspended_StartsNothingAndThenTheNewestOnly()
    {
        await CreateAsync("\"schedule\":\"* * * * *\",\"suspend\":true");
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(10.5));
        Assert.Empty(Jobs);

        await _cluster.ChangeAsync(_cluster.Objects.CronJobs, "tick", cron => cron.Make("spec")["suspend"] = false);

        Assert.Equal(["tick-29453770"], Jobs);
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["tick-29453770", "tick-29453771"], Jobs);
    }

    [Fact]
    public async Task Reconcile_TooLate_TellsOfTheMissAndWaitsForTheNext()
    {
        await CreateAsync("\"schedule\":\"0 * * * *\",\"suspend\":true,\"startingDeadlineSeconds\":30");
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(70));

        await _cluster.ChangeAsync(_cluster.Objects.CronJobs, "tick", cron => cron.Make("spec")["suspend"] = false);
        Assert.Empty(Jobs);
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(51));

        Assert.Equal(["tick-29453880"], Jobs);
    }

    [Fact]
    public async Task Reconcile_ManyMissed_SaysSoAndStartsTheNewest()
    {
        await CreateAsync("\"schedule\":\"* * * * *\",\"suspend\":true");
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(150.5));

        await _cluster.ChangeAsync(_cluster.Objects.CronJobs, "tick", cron => cron.Make("spec")["suspend"] = false);

        Assert.Equal(["tick-29453910"], Jobs);
        Assert.Equal(
            "cronjob-controller CronJob/tick: Warning TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
            _cluster.Told[0]);
    }

    [Fact]
    public async Task Reconcile_ActiveJobDeleted_IsMissed()
    {
        await CreateAsync("\"schedule\":\"* * * * *\"");
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(1.1));

        await _cluster.DeleteAsync(_cluster.Objects.Jobs, "tick-29453761");

        Assert.Empty(Active);
        Assert.Contains("cronjob-controller CronJob/tick: Normal MissingJob Active job went missing: tick-29453761", _cluster.Told);
    }

    [Fact]
    public async Task Reconcile_JobRefused_TellsSoAndTriesAgain()
    {
        var isFull = true;
        _cluster.Admission.AddValidating((request, _) => isFull && request.Kind.Kind == "Job"
            ? throw Refusals.Forbidden(request.Kind, request.Name, "full")
            : ValueTask.CompletedTask);
        await CreateAsync("\"schedule\":\"* * * * *\"");
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(1.2));
        Assert.Contains("cronjob-controller CronJob/tick: Warning FailedCreate Error creating job: jobs.batch \"tick-29453761\" is forbidden: full", _cluster.Told);

        isFull = false;
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(["tick-29453761"], Jobs);
    }

    [Fact]
    public async Task Reconcile_ScheduleOrZoneUnknown_SaysSoOnce()
    {
        await CreateAsync("\"schedule\":\"nonsense\"");
        await _cluster.ChangeAsync(_cluster.Objects.CronJobs, "tick", cron => cron.Make("spec")["timeZone"] = "Nowhere/Else");

        await _cluster.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(
            [
                "cronjob-controller CronJob/tick: Warning UnparseableSchedule unparseable schedule: \"nonsense\" : expected exactly 5 fields, found 1: [nonsense]",
                "cronjob-controller CronJob/tick: Warning UnknownTimeZone invalid timeZone: \"Nowhere/Else\": unknown time zone Nowhere/Else",
            ],
            _cluster.Told);
    }

    private Task<JsonObject> CreateAsync(string spec) => _cluster.CreateAsync(_cluster.Objects.CronJobs, $$$"""
        {"metadata":{"name":"tick"},
         "spec":{ {{{spec}}},"jobTemplate":{"metadata":{"annotations":{"made":"yes"} },"spec":{"parallelism":2,"template":{"spec":{"containers":[{"name":"c"}]} } } } } }
        """);

    private Task EndAsync(string job, string how) => _cluster.ChangeAsync(
        _cluster.Objects.Jobs,
        job,
        value =>
        {
            var now = _cluster.Time.GetUtcNow().ToWire();
            value["status"] = new JsonObject
            {
                ["startTime"] = now,
                ["completionTime"] = now,
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = how, ["status"] = "True" }),
            };
        },
        status: true);
}
