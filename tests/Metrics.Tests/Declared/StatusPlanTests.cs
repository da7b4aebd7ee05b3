using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Tests.Declared;

public sealed class StatusPlanTests
{
    private static readonly SourceHealth Works = new(null, Some.Time, 3, TimeSpan.FromSeconds(1));

    [Fact]
    public void Next_OfAFailingSourceThatLostNames_TellsBoth()
    {
        var status = Next(Works with { Problem = "connection refused" }, lost: true);

        Assert.Equal("False Failing connection refused; --broker answers for a already", Ready(status));
        Assert.Equal("connection refused; --broker answers for a already", status.LastError);
        Assert.Equal("False NameTaken --broker answers for a already", Ready(Next(Works, lost: true)));
    }

    [Fact]
    public void Next_BeforeTheFirstReading_IsUnknown() =>
        Assert.Equal("Unknown NotReadYet it has not been read yet", Ready(Next(SourceHealth.Unread)));

    [Fact]
    public void Next_KeepsTheTimeOfTheTransition_AndOtherConditions()
    {
        var others = new SourceCondition { Type = "Seen", Status = "True" };
        var before = Next(Works) with { Conditions = [others, .. Next(Works).Conditions!] };

        var after = Next(Works, before: before, later: TimeSpan.FromHours(1));

        Assert.Equal(Some.Time, StatusPlan.ReadyOf(after)!.LastTransitionTime);
        Assert.Contains(others, after.Conditions!);
        Assert.Equal(Some.Time.AddHours(1), StatusPlan.ReadyOf(Next(Works with { Problem = "x" }, before: before, later: TimeSpan.FromHours(1)))!.LastTransitionTime);
    }

    [Fact]
    public void DueIn_WhenNothingDiffers_IsNever() => Assert.Null(StatusPlan.DueIn(Next(Works), Next(Works), null, Some.Time));

    [Theory]
    [InlineData("refused", 2)]
    [InlineData("", 60)]
    public void DueIn_AfterAWrite_WaitsLongerForNumbersThanForTurns(string problem, int seconds)
    {
        var next = Next(problem.Length > 0 ? Works with { Problem = problem } : Works with { Series = 9 });

        Assert.Equal(TimeSpan.Zero, StatusPlan.DueIn(Next(Works), next, null, Some.Time));
        Assert.Equal(TimeSpan.FromSeconds(seconds - 1), StatusPlan.DueIn(Next(Works), next, Some.Time, Some.Time.AddSeconds(1)));
        Assert.Equal(TimeSpan.Zero, StatusPlan.DueIn(Next(Works), next, Some.Time, Some.Time.AddSeconds(seconds)));
    }

    [Fact]
    public void DueIn_ForAnotherTextOfTheSameReason_IsTenSeconds() => Assert.Equal(
        TimeSpan.FromSeconds(10),
        StatusPlan.DueIn(Next(Works with { Problem = "a" }), Next(Works with { Problem = "b" }), Some.Time, Some.Time));

    [Fact]
    public void IsNews_OncePerCause_AndNotForWhatHasNotBegun()
    {
        var failing = Next(Works with { Problem = "a" });

        Assert.True(StatusPlan.IsNews(new(), failing));
        Assert.False(StatusPlan.IsNews(failing, failing));
        Assert.True(StatusPlan.IsNews(failing, Next(Works)));
        Assert.False(StatusPlan.IsNews(failing, Next(SourceHealth.Unread)));
    }

    private static MetricSourceStatus Next(SourceHealth health, bool lost = false, MetricSourceStatus? before = null, TimeSpan later = default)
    {
        var source = SomeSource.Of("{'prometheus':{'url':'http://p'},'metrics':[{'name':'a','query':'x'},{'name':'b','query':'y'}]}") with { Status = before ?? new() };
        var rivals = lost ? [new SourceClaims("", "--broker", [new(null, "a")])] : Array.Empty<SourceClaims>();
        var plan = SourcePlan.Of(source, new Dictionary<Kubernetes.ObjectKey, SecretAnswer>(), new NameOwnership([.. rivals, MetricClaims.Of(source)]));
        return StatusPlan.Next(source, plan, health, Some.Time + later);
    }

    private static string Ready(MetricSourceStatus status) =>
        StatusPlan.ReadyOf(status) is { } ready ? $"{ready.Status} {ready.Reason} {ready.Message}" : "";
}
