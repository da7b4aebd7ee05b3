namespace Autoscale.Vpa.Usage;

/// <summary>
/// One container of one pod: what tells its next samples from old ones, and its memory interval, whose greatest use is one sample.
/// Mutable, in an array of its pod; after VPA's ContainerState.
/// </summary>
internal struct ContainerInstance(ContainerEvidence evidence)
{
    private UnixSecond _lastCpu;
    private UnixSecond _lastMemory;
    private UnixSecond _windowEnd;
    private long _usagePeak;
    private long _oomPeak;

    /// <summary>Where its samples go.</summary>
    public ContainerEvidence Evidence { readonly get; set; } = evidence;

    /// <summary>The interval that has not ended at an instant; null where there is none.</summary>
    public readonly OpenWindow? Open(string pod, UnixSecond now) =>
        now.Value < _windowEnd.Value ? new(pod, _windowEnd.Time, _usagePeak, _oomPeak) : null;

    /// <summary>Takes a sample of CPU, in thousandths of a core.</summary>
    public SampleOutcome AddCpu(long milli, UnixSecond time)
    {
        if (milli < 0)
        {
            return SampleOutcome.Negative;
        }

        if (time.Value <= _lastCpu.Value)
        {
            return SampleOutcome.Outdated;
        }

        Evidence.AddCpu(milli, time);
        _lastCpu = time;
        return SampleOutcome.Accepted;
    }

    /// <summary>Takes a sample of memory, in bytes.</summary>
    public SampleOutcome AddMemory(long bytes, UnixSecond time, UsageGroup group)
    {
        if (bytes < 0)
        {
            return SampleOutcome.Negative;
        }

        if (time.Value < _lastMemory.Value)
        {
            return SampleOutcome.Outdated;
        }

        Evidence.SawMemory(bytes);
        Add(bytes, time, false, group);
        return SampleOutcome.Accepted;
    }

    /// <summary>Takes an out-of-memory kill at a request or use of memory, as a sample of what would have been needed.</summary>
    public SampleOutcome RecordOom(long requested, UnixSecond time, UsageGroup group)
    {
        var settings = group.Settings(Evidence.Container);
        if (time.Value < _windowEnd.Value - settings.IntervalSeconds)
        {
            return SampleOutcome.Outdated;
        }

        Evidence.NoteOom(time);
        var needed = OomBump.Needed(Math.Max(0, requested), _usagePeak, Evidence.GreatestMemory, settings, group.Options.OomCap);
        Add(needed, time, true, group);
        return SampleOutcome.Accepted;
    }

    /// <summary>Whether it has had no sample of memory yet.</summary>
    public readonly bool IsWithoutWindow => !_windowEnd.IsSet;

    /// <summary>Goes on with an interval that a checkpoint had left open.</summary>
    public void Continue(OpenWindow window)
    {
        _windowEnd = UnixSecond.Of(window.End);
        if (window.OomPeak > window.UsagePeak)
        {
            AddPeak(window.OomPeak, isOom: true);
            _usagePeak = window.UsagePeak;
        }
        else
        {
            AddPeak(window.UsagePeak, isOom: false);
            _oomPeak = window.OomPeak;
        }
    }

    /// <summary>Takes the peak of the interval that has not ended at an instant from a copy of its evidence.</summary>
    public readonly void SubtractOpenPeak(ContainerEvidence copy, UnixSecond now)
    {
        if (now.Value < _windowEnd.Value)
        {
            copy.SubtractPeak(Math.Max(_usagePeak, _oomPeak), _windowEnd);
        }
    }

    private void Add(long bytes, UnixSecond time, bool isOom, UsageGroup group)
    {
        _lastMemory = time;
        _windowEnd = _windowEnd.IsSet ? _windowEnd : time;
        if (time.Value >= _windowEnd.Value)
        {
            var interval = group.Settings(Evidence.Container).IntervalSeconds;
            var elapsed = (long)time.Value - _windowEnd.Value;
            _windowEnd = UnixSecond.Of(_windowEnd.Value + (elapsed - (elapsed % interval)) + interval);
            (_usagePeak, _oomPeak) = (0, 0);
            AddPeak(bytes, isOom);
            Evidence.NoteMove();
            return;
        }

        // As upstream, a peak of nothing stays for its interval.
        var peak = Math.Max(_usagePeak, _oomPeak);
        if (peak != 0 && bytes > peak)
        {
            SubtractPeak();
            AddPeak(bytes, isOom);
            if (isOom || HistogramBuckets.Memory.Find(peak) != HistogramBuckets.Memory.Find(bytes))
            {
                Evidence.NoteMove();
            }
        }
    }

    private readonly void SubtractPeak()
    {
        if (_oomPeak > _usagePeak)
        {
            Evidence.SubtractOomPeak(new(_windowEnd, _oomPeak));
        }
        else
        {
            Evidence.SubtractPeak(_usagePeak, _windowEnd);
        }
    }

    private void AddPeak(long bytes, bool isOom)
    {
        if (isOom)
        {
            _oomPeak = bytes;
            Evidence.AddOomPeak(new(_windowEnd, bytes));
        }
        else
        {
            _usagePeak = bytes;
            Evidence.AddPeak(bytes, _windowEnd);
        }
    }
}
