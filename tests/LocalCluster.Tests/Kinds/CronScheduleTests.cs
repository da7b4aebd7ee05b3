using System.Globalization;
using Autoscale.LocalCluster.Kinds.Batch;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-03-01T10:07:30Z", "2026-03-01T10:08:00Z")]
    [InlineData("*/15 * * * *", "2026-03-01T10:45:00Z", "2026-03-01T11:00:00Z")]
    [InlineData("5/20 * * * *", "2026-03-01T10:26:00Z", "2026-03-01T10:45:00Z")]
    [InlineData("30 6-16/4 * * 1-5", "2026-03-06T14:30:00Z", "2026-03-09T06:30:00Z")]
    [InlineData("0 0 1 1 *", "2026-03-01T10:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-03-01T10:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 12 13 * FRI", "2026-03-01T00:00:00Z", "2026-03-06T12:00:00Z")]
    [InlineData("0 12 13 * *", "2026-03-01T00:00:00Z", "2026-03-13T12:00:00Z")]
    [InlineData("0 12 * jan,Mar sun", "2026-03-29T12:00:00Z", "2027-01-03T12:00:00Z")]
    [InlineData("0,30 8 ? * *", "2026-03-01T08:00:00Z", "2026-03-01T08:30:00Z")]
    [InlineData("@hourly", "2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z")]
    [InlineData("@weekly", "2026-03-01T08:00:00Z", "2026-03-08T00:00:00Z")]
    [InlineData("@every 90s", "2026-03-01T08:00:00Z", "2026-03-01T08:01:30Z")]
    public void Next_Schedule_IsTheFirstStartAfter(string schedule, string after, string expected) =>
        Assert.Equal(At(expected), CronSchedule.Parse(schedule, TimeZoneInfo.Utc).Next(At(after)));

    [Theory]
    [InlineData("0 9 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T07:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("0 0 * * 1", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("0 18 * * *", "Asia/Kolkata", "2026-03-01T12:30:00Z", "2026-03-02T12:30:00Z")]
    public void Next_InATimeZone_HeedsItsClock(string schedule, string zone, string after, string expected) =>
        Assert.Equal(At(expected), CronSchedule.Parse(schedule, CronSchedule.FindZone(zone)!).Next(At(after)));

    [Fact]
    public void Next_DayThatNeverComes_IsNone() =>
        Assert.Null(CronSchedule.Parse("0 0 30 2 *", TimeZoneInfo.Utc).Next(At("2026-03-01T10:00:00Z")));

    [Theory]
    [InlineData("", "empty spec string")]
    [InlineData("* * *", "expected exactly 5 fields, found 3: [* * *]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-2 * * * *", "beginning of range (5) beyond end of range (2): 5-2")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("* * * * 7", "end of range (7) above maximum (6): 7")]
    [InlineData("@sometimes", "unrecognized descriptor: @sometimes")]
    public void Parse_Malformed_SaysWhyAsUpstream(string schedule, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule, TimeZoneInfo.Utc)).Message);

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
