using System.Buffers.Binary;
using System.Buffers.Text;

namespace Autoscale.Vpa.Usage;

/// <summary>
/// The greatest use of memory in every hour of the last four weeks, as the number of its bucket: what a season can be found in.
/// A byte an hour.
/// </summary>
/// <param name="phase">The hour of the day at which what is worked out of them is worked out anew: not all at the same.</param>
public sealed class HourlyPeaks(int phase = 0)
{
    /// <summary>The hours that are kept: four weeks.</summary>
    public const int Hours = 4 * 7 * 24;

    private const long SecondsPerHour = 3600;
    private const long HoursPerDay = 24;
    private readonly byte[] _codes = new byte[Hours];
    private (long Day, object Settings, object Result)? _remembered;

    /// <summary>The last hour with a peak, in hours since 1970; -1 before any.</summary>
    public long Latest { get; private set; } = -1;

    /// <summary>The oldest hour that is kept.</summary>
    public long Oldest => Math.Max(0, Latest - Hours + 1);

    /// <summary>Takes a use of memory in; one that is older than four weeks is left out.</summary>
    public void Add(DateTimeOffset time, long bytes)
    {
        var seconds = time.ToUnixTimeSeconds();
        if (seconds < 0 || bytes < 0)
        {
            return;
        }

        var hour = seconds / SecondsPerHour;
        Reach(hour);
        if (hour >= Oldest)
        {
            ref var code = ref _codes[hour % Hours];
            code = (byte)Math.Max(code, HistogramBuckets.Memory.Find(bytes) + 1);
        }
    }

    /// <summary>The bytes that the peak of an hour stayed below, to the upper end of a bucket; NaN where there was none.</summary>
    public double At(long hour) =>
        hour > Latest || hour < Oldest || _codes[hour % Hours] is not (> 0 and var code) ? double.NaN : HistogramBuckets.Memory.End(code - 1);

    /// <summary>Takes the peaks of another one in.</summary>
    public void Merge(HourlyPeaks other)
    {
        Reach(other.Latest);
        for (var hour = Math.Max(Oldest, other.Oldest); hour <= other.Latest; hour++)
        {
            _codes[hour % Hours] = Math.Max(_codes[hour % Hours], other._codes[hour % Hours]);
        }
    }

    /// <summary>Text that <see cref="TryParse"/> reads, some 900 characters.</summary>
    public override string ToString()
    {
        var bytes = new byte[sizeof(long) + Hours];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Latest);
        _codes.CopyTo(bytes, sizeof(long));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null of anything else.</summary>
    public static HourlyPeaks? TryParse(string text)
    {
        var bytes = new byte[sizeof(long) + Hours];
        if (text.Length != Base64.GetMaxEncodedToUtf8Length(bytes.Length) || !Convert.TryFromBase64String(text, bytes, out var read) || read != bytes.Length)
        {
            return null;
        }

        var peaks = new HourlyPeaks { Latest = BinaryPrimitives.ReadInt64LittleEndian(bytes) };
        bytes.AsSpan(sizeof(long)).CopyTo(peaks._codes);
        var isSound = peaks.Latest >= 0 && peaks.Latest <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() / SecondsPerHour
            && Array.TrueForAll(peaks._codes, code => code <= HistogramBuckets.Memory.Count);
        return isSound ? peaks : null;
    }

    /// <summary>What was worked out of the peaks with some settings, worked out anew on the first call of a day of theirs and for other settings.</summary>
    internal TResult OncePerDay<TSettings, TResult>(TSettings settings, Func<HourlyPeaks, TSettings, TResult> workOut)
        where TSettings : class
        where TResult : class
    {
        var day = (Latest + phase) / HoursPerDay;
        if (_remembered is { } known && known.Day == day && ReferenceEquals(known.Settings, settings) && known.Result is TResult result)
        {
            return result;
        }

        result = workOut(this, settings);
        _remembered = (day, settings, result);
        return result;
    }

    private void Reach(long hour)
    {
        if (hour - Latest >= Hours)
        {
            Array.Clear(_codes);
        }
        else
        {
            for (var next = Latest + 1; next <= hour; next++)
            {
                _codes[next % Hours] = 0;
            }
        }

        Latest = Math.Max(Latest, hour);
    }
}
