using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>When a cron job's jobs start: a standard schedule of five fields or a descriptor such as @daily or @every 1h, as upstream's cron library reads them.</summary>
public sealed record CronSchedule
{
    // A schedule that never comes, such as the 30th of February, is given up after this.
    private const int MostYears = 5;

    private CronField _minute;
    private CronField _hour;
    private CronField _day;
    private CronField _month;
    private CronField _weekday;
    private TimeSpan? _every;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    private CronSchedule()
    {
    }

    /// <summary>Reads a schedule in a time zone; throws <see cref="FormatException"/> with the library's words.</summary>
    public static CronSchedule Parse(string text, TimeZoneInfo zone)
    {
        if (text.Length == 0)
        {
            throw new FormatException("empty spec string");
        }

        if (text.StartsWith('@'))
        {
            return Descriptor(text, zone);
        }

        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]");
        }

        return new CronSchedule
        {
            _minute = CronField.Minute(fields[0]),
            _hour = CronField.Hour(fields[1]),
            _day = CronField.Day(fields[2]),
            _month = CronField.Month(fields[3]),
            _weekday = CronField.Weekday(fields[4]),
            _zone = zone,
        };
    }

    /// <summary>The time zone of a name of the IANA data base, UTC for none, or null when there is no such zone.</summary>
    public static TimeZoneInfo? FindZone(string name) =>
        name.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The first start after a moment, in whole minutes; null when there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every is { } every)
        {
            return Truncate(after, TimeSpan.FromSeconds(1)) + every;
        }

        var candidate = Truncate(after, TimeSpan.FromMinutes(1)) + TimeSpan.FromMinutes(1);
        var end = after.AddYears(MostYears);
        while (candidate <= end)
        {
            var local = TimeZoneInfo.ConvertTime(candidate, _zone);
            if (Step(local) is not { } step)
            {
                return candidate.ToUniversalTime();
            }

            candidate = Land(candidate, step);
        }

        return null;
    }

    private static CronSchedule Descriptor(string text, TimeZoneInfo zone)
    {
        const string Every = "@every ";
        if (text.StartsWith(Every, StringComparison.Ordinal))
        {
            return GoDuration.TryParse(text[Every.Length..], out var span)
                ? new CronSchedule { _every = span < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(Math.Floor(span.TotalSeconds)) }
                : throw new FormatException($"failed to parse duration {text}: time: invalid duration {GoText.Quote(text[Every.Length..])}");
        }

        return Parse(
            text switch
            {
                "@yearly" or "@annually" => "0 0 1 1 *",
                "@monthly" => "0 0 1 * *",
                "@weekly" => "0 0 * * 0",
                "@daily" or "@midnight" => "0 0 * * *",
                "@hourly" => "0 * * * *",
                _ => throw new FormatException($"unrecognized descriptor: {text}"),
            },
            zone);
    }

    // How far the next moment that could fit lies off, null when this one fits.
    private TimeSpan? Step(DateTimeOffset local)
    {
        if (!_month.Has(local.Month) || !HasDay(local))
        {
            return TimeSpan.FromDays(1) - local.TimeOfDay;
        }

        if (!_hour.Has(local.Hour))
        {
            return TimeSpan.FromMinutes(60 - local.Minute);
        }

        return _minute.Has(local.Minute) ? null : TimeSpan.FromMinutes(1);
    }

    // Where both days are restricted either will do.
    private bool HasDay(DateTimeOffset local)
    {
        var (day, weekday) = (_day.Has(local.Day), _weekday.Has((int)local.DayOfWeek));
        return _day.IsStar || _weekday.IsStar ? day && weekday : day || weekday;
    }

    // A day in which the clock is put forward is shorter than the step: back to its successor's first minute.
    private DateTimeOffset Land(DateTimeOffset from, TimeSpan step)
    {
        var there = from + step;
        var local = TimeZoneInfo.ConvertTime(there, _zone);
        var back = there - local.TimeOfDay;
        var isShort = step > TimeSpan.FromHours(1) && back > from && TimeZoneInfo.ConvertTime(back, _zone).Date == local.Date;
        return isShort ? back : there;
    }

    private static DateTimeOffset Truncate(DateTimeOffset moment, TimeSpan unit) => new(moment.UtcTicks - (moment.UtcTicks % unit.Ticks), TimeSpan.Zero);
}
