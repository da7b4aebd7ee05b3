namespace Autoscale.Vpa.Usage;

/// <summary>A peak of memory that a kill suggested: bytes, and the end of the interval as whose sample it counts.</summary>
internal readonly record struct OomPeak(UnixSecond End, long Bytes);
