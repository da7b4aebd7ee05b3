namespace Autoscale.Benchmarks.Vpa;

/// <summary>What VPA 1.7.1 needs for the same, its Go code measured on a machine as this one (the figures of the issue that asked for this room).</summary>
internal static class Upstream
{
    public const int HistogramBytesPerContainer = 3224;
    public const int BytesPerContainer = 4800;
    public const int FastestNanosecondsPerSample = 735;
    public const int SlowestNanosecondsPerSample = 1690;
    public const int FastestMicrosecondsPerVpa = 13;
    public const int SlowestMicrosecondsPerVpa = 20;
    public const int BytesAllocatedPerVpa = 11_162;
    public const int RegistrationSeconds = 150;

    public const string Source = "Upstream: VPA 1.7.1's recommender in Go on such a machine, its model and estimators driven without an API server";
}
