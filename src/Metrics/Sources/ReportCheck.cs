using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>Checks a report against what its source may have; all of its problems are told, up to ten.</summary>
internal sealed class ReportCheck(PushedSourceOptions options, SourceSettings settings, DateTimeOffset now)
{
    private readonly List<PushedProblem> _problems = [];
    private readonly List<PushedReading> _readings = [];
    private readonly ReportOwnership _ownership = new(options, settings);

    /// <summary>What is wrong; empty when nothing is.</summary>
    public IReadOnlyList<PushedProblem> Problems => _problems;

    /// <summary>The readings, as far as they are right.</summary>
    public IReadOnlyList<PushedReading> Readings => _readings;

    /// <summary>Checks a report.</summary>
    public void Check(MetricReported report)
    {
        if (report.Readings.Count is 0 or > PushedLimits.Readings)
        {
            Invalid("readings", $"must hold 1 to {PushedLimits.Readings} readings, not {report.Readings.Count}", PushedLimits.Readings);
            return;
        }

        for (var index = 0; index < report.Readings.Count && _problems.Count < PushedLimits.Problems; index++)
        {
            Check($"readings[{index}]", report.Readings[index]);
        }
    }

    private void Check(string field, ReportedReading? reading)
    {
        if (reading is null)
        {
            Invalid(field, "must be a reading, not null");
            return;
        }

        var before = _problems.Count;
        CheckName($"{field}.name", reading.Name);
        CheckLabels($"{field}.labels", reading.Labels);
        var lifetime = LifetimeOf($"{field}.lifetimeSeconds", reading.LifetimeSeconds);
        var measuredAt = MeasuredAt($"{field}.measuredAt", reading.MeasuredAt, lifetime);
        var value = ValueOf($"{field}.value", reading.Value);
        if (_problems.Count > before)
        {
            return;
        }

        var (series, problem) = _ownership.SeriesOf(field, reading);
        if (series is not null)
        {
            _readings.Add(new PushedReading(series, value, measuredAt, lifetime));
        }
        else if (problem is not null)
        {
            _problems.Add(problem);
        }
    }

    private void CheckName(string field, string name)
    {
        if (name.Length is 0 or > PushedLimits.NameLength)
        {
            Invalid(field, $"must have 1 to {PushedLimits.NameLength} characters, not {name.Length}", PushedLimits.NameLength);
        }
        else if (name is "." or ".." || name.Any(one => one is '/' or '%' || char.IsControl(one) || char.IsWhiteSpace(one)))
        {
            Invalid(field, "must be no . or .. and hold no slash, percent sign, space or control character");
        }
    }

    private void CheckLabels(string field, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels?.Count > PushedLimits.Labels)
        {
            Invalid(field, $"must be {PushedLimits.Labels} labels at most, not {labels.Count}", PushedLimits.Labels);
            return;
        }

        foreach (var (name, value) in labels ?? SeriesLabels.None)
        {
            if (name.Length is 0 or > PushedLimits.LabelNameLength || name.Any(char.IsControl))
            {
                Invalid(field, $"a label's name must have 1 to {PushedLimits.LabelNameLength} characters, none of them a control character", PushedLimits.LabelNameLength);
            }
            else if (value is null || value.Length > PushedLimits.LabelValueLength)
            {
                Invalid($"{field}[{name}]", $"must be a text of at most {PushedLimits.LabelValueLength} characters", PushedLimits.LabelValueLength);
            }
        }
    }

    private TimeSpan LifetimeOf(string field, double? seconds)
    {
        var (least, most) = (PushedLimits.ShortestLifetime.TotalSeconds, PushedLimits.LongestLifetime.TotalSeconds);
        if (seconds is null || (seconds >= least && seconds <= most))
        {
            return seconds is { } given ? TimeSpan.FromSeconds(given) : options.Lifetime;
        }

        var told = seconds.Value.ToString(CultureInfo.InvariantCulture);
        Invalid(field, $"must be from {least} to {most}, not {told}", seconds < least ? least : most);
        return options.Lifetime;
    }

    // A reporter whose clock is ahead loses nothing by it: its readings count from their arrival. Of one whose clock is behind nobody
    // can tell whether its readings are old, so they count as old as they say.
    private DateTimeOffset MeasuredAt(string field, DateTimeOffset? reported, TimeSpan lifetime)
    {
        if (reported is not { } time || (time > now && time - now <= PushedLimits.Ahead))
        {
            return now;
        }

        if (time > now)
        {
            Invalid(
                field, $"is {GoDuration.Write(time - now)} ahead of this clock; at most {GoDuration.Write(PushedLimits.Ahead)} is taken for a clock that is wrong", PushedLimits.Ahead.TotalSeconds);
        }
        else if (now - time >= lifetime)
        {
            _problems.Add(new(
                PushedRefusal.Expired, field, $"was {GoDuration.Write(now - time)} ago, and the reading counts for {GoDuration.Write(lifetime)}", lifetime.TotalSeconds));
        }

        return time;
    }

    private Quantity ValueOf(string field, string text)
    {
        if (text.Length > PushedLimits.ValueLength)
        {
            Invalid(field, $"must have at most {PushedLimits.ValueLength} characters", PushedLimits.ValueLength);
        }
        else if (IsNoNumber(text))
        {
            Invalid(field, "must be a number: report nothing where there is none");
        }
        else if (!Quantity.TryParse(text, out var value, out var error))
        {
            Invalid(field, error ?? "must be a quantity");
        }
        else if (value.Sign < 0)
        {
            Invalid(field, "must not be negative", 0);
        }
        else
        {
            return value;
        }

        return default;
    }

    private static bool IsNoNumber(string text) =>
        text.TrimStart('+', '-') is var bare
        && (bare.StartsWith("nan", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("inf", StringComparison.OrdinalIgnoreCase) || bare is "∞");

    private void Invalid(string field, string message, double? limit = null) =>
        _problems.Add(new(PushedRefusal.Invalid, field, message, limit));
}
