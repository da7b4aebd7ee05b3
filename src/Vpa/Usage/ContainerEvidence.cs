using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Usage;

/// <summary>
/// What is known of the usage of the containers of one name: of one set of pods, of a checkpoint, or of all of an autoscaler
/// together. It goes on changing as the model gets samples: read it in the loop that owns the model.
/// </summary>
public sealed class ContainerEvidence
{
    // As upstream: every sample of CPU weighs the same since VPA 1.4.
    private const double CpuWeight = 0.1;
    private const double MilliOfCore = 1000;

    private readonly UsageRules _rules;
    private DecayingHistogram _cpu;
    private DecayingHistogram _memory;
    private OomHistory? _ooms;
    private UnixSecond _first;
    private UnixSecond _last;
    private uint _samples;
    private float _greatestMemory;

    internal ContainerEvidence(string container, UsageRules rules) => (Container, _rules) = (container, rules);

    /// <summary>The name of the container.</summary>
    public string Container { get; }

    /// <summary>When the first sample of CPU was taken; null without one.</summary>
    public DateTimeOffset? FirstSample => _first.TimeOrNull;

    /// <summary>When the last sample of CPU was taken; null without one.</summary>
    public DateTimeOffset? LastSample => _last.TimeOrNull;

    /// <summary>Samples of CPU.</summary>
    public long Samples => _samples;

    /// <summary>Out-of-memory kills since the start.</summary>
    public int OomKills => _ooms?.Count ?? 0;

    /// <summary>When the last out-of-memory kill was; null without one.</summary>
    public DateTimeOffset? LastOomKill => _ooms?.Last.TimeOrNull;

    /// <summary>Whether there is neither a sample of CPU nor a peak of memory.</summary>
    public bool IsEmpty => _cpu.IsEmpty(_rules.Cpu) && _memory.IsEmpty(_rules.Memory);

    /// <summary>The peaks of memory by hour; null where they are not kept, or there is none.</summary>
    public HourlyPeaks? Hours { get; internal set; }

    /// <summary>The greatest use of memory seen, in bytes; 0 when none was.</summary>
    internal double GreatestMemory => _greatestMemory;

    /// <summary>How often peaks of memory have moved to another bucket or interval, or out of sight.</summary>
    internal ushort MemoryMoves { get; private set; }

    /// <summary>The weight of all samples of CPU.</summary>
    internal double CpuWeightTotal => _cpu.Total;

    /// <summary>Whether the model still lists it: one without samples for long is taken up again with its next sample.</summary>
    internal bool IsListed { get; set; }

    /// <summary>When a collection first found it without samples.</summary>
    internal UnixSecond EmptySince { get; private set; }

    /// <summary>Cores of CPU that a fraction (0 to 1) of the usage stayed below, to the upper end of a bucket; 0 without samples.</summary>
    public double CpuPercentile(double fraction) => _cpu.Percentile(_rules.Cpu, fraction);

    /// <summary>Bytes that a fraction (0 to 1) of the memory peaks stayed below, to the upper end of a bucket; 0 without samples.</summary>
    public double MemoryPercentile(double fraction) => _memory.Percentile(_rules.Memory, fraction);

    /// <summary>Cores of CPU at several fractions, each at least the one before.</summary>
    public void CpuPercentiles(ReadOnlySpan<double> fractions, Span<double> values) => _cpu.Percentiles(_rules.Cpu, fractions, values);

    /// <summary>Bytes of memory peaks at several fractions, each at least the one before.</summary>
    public void MemoryPercentiles(ReadOnlySpan<double> fractions, Span<double> values) => _memory.Percentiles(_rules.Memory, fractions, values);

    internal void AddCpu(long milli, UnixSecond time)
    {
        _cpu.Add(_rules.Cpu, milli / MilliOfCore, CpuWeight, time.Ticks);
        _last = time.Value > _last.Value ? time : _last;
        _first = !_first.IsSet || time.Value < _first.Value ? time : _first;
        _samples++;
    }

    internal void AddPeak(long bytes, UnixSecond end) => _memory.Add(_rules.Memory, bytes, 1, end.Ticks);

    internal void SubtractPeak(long bytes, UnixSecond end) => _memory.Subtract(_rules.Memory, bytes, 1, end.Ticks);

    internal void NoteMove() => MemoryMoves = unchecked((ushort)(MemoryMoves + 1));

    internal void SawMemory(long bytes) => _greatestMemory = Math.Max(_greatestMemory, bytes);

    internal void NoteOom(UnixSecond time) => (_ooms ??= new()).Note(time);

    internal void AddOomPeak(OomPeak peak)
    {
        AddPeak(peak.Bytes, peak.End);
        (_ooms ??= new()).Add(peak);
    }

    internal void SubtractOomPeak(OomPeak peak)
    {
        SubtractPeak(peak.Bytes, peak.End);
        _ooms?.Replace(peak);
    }

    /// <summary>Takes the weight from peaks of kills that are too old to count.</summary>
    internal void AgeOoms(UnixSecond oldest)
    {
        foreach (var peak in _ooms?.TakeBefore(oldest) ?? [])
        {
            SubtractPeak(peak.Bytes, peak.End);
            NoteMove();
        }
    }

    /// <summary>Whether the last sample, or the first collection that found none, is too long ago.</summary>
    internal bool IsExpired(UnixSecond now, long windowSeconds)
    {
        if (_samples > 0)
        {
            return (long)now.Value - _last.Value >= windowSeconds;
        }

        EmptySince = EmptySince.IsSet ? EmptySince : now;
        return (long)now.Value - EmptySince.Value >= windowSeconds;
    }

    internal void Clear()
    {
        (_cpu, _memory, _ooms) = (default, default, null);
        (_first, _last, EmptySince, _samples, _greatestMemory) = (default, default, default, 0, 0);
    }

    internal void Merge(ContainerEvidence other)
    {
        _cpu.Merge(_rules.Cpu, other._cpu);
        _memory.Merge(_rules.Memory, other._memory);
        _first = !_first.IsSet || (other._first.IsSet && other._first.Value < _first.Value) ? other._first : _first;
        _last = other._last.Value > _last.Value ? other._last : _last;
        _samples = (uint)Math.Min(uint.MaxValue, (ulong)_samples + other._samples);
        _greatestMemory = Math.Max(_greatestMemory, other._greatestMemory);
        MemoryMoves = unchecked((ushort)(MemoryMoves + other.MemoryMoves));
        Hours ??= other.Hours;
        if (other._ooms is { } ooms)
        {
            (_ooms ??= new()).Merge(ooms);
        }
    }

    internal CheckpointStatus Save(DateTimeOffset? now) => new()
    {
        LastUpdateTime = now,
        Version = UsageCheckpoint.Version,
        CpuHistogram = UsageCheckpoint.Save(_cpu, _rules.Cpu),
        MemoryHistogram = UsageCheckpoint.Save(_memory, _rules.Memory),
        FirstSampleStart = FirstSample,
        LastSampleStart = LastSample,
        TotalSamplesCount = Samples,
    };

    /// <summary>Evidence of a checkpoint, or null and why it was refused, in upstream's words where it refuses too.</summary>
    internal static ContainerEvidence? Load(string container, UsageRules rules, CheckpointStatus checkpoint, out string? because)
    {
        var evidence = new ContainerEvidence(container, rules);
        because = checkpoint.Version == UsageCheckpoint.Version ? null : $"unsupported checkpoint version {checkpoint.Version}";
        because ??= UsageCheckpoint.Load(checkpoint.MemoryHistogram, rules.Memory, out evidence._memory);
        because ??= UsageCheckpoint.Load(checkpoint.CpuHistogram, rules.Cpu, out evidence._cpu);
        because ??= checkpoint.TotalSamplesCount < 0 ? $"checkpoint has {checkpoint.TotalSamplesCount} samples" : null;
        evidence._first = UnixSecond.Of(checkpoint.FirstSampleStart);
        evidence._last = UnixSecond.Of(checkpoint.LastSampleStart);
        evidence._samples = (uint)Math.Clamp(checkpoint.TotalSamplesCount, 0, uint.MaxValue);
        return because is null ? evidence : null;
    }
}
