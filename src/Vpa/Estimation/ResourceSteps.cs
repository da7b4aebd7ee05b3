using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>Lists the steps from usage to an amount of one resource; those that change nothing are left out, but for percentile and margin.</summary>
internal sealed class ResourceSteps
{
    private readonly double _margin;
    private readonly bool _hasWholeCores;
    private readonly PolicyBounds _bounds;
    private readonly Func<long, Quantity> _plain;
    private readonly Func<long, Quantity> _rounded;

    private ResourceSteps(string resource, ContainerRules rules, RecommenderOptions options)
    {
        var isCpu = resource == Resources.Cpu;
        Resource = resource;
        Percentiles = isCpu ? options.CpuPercentiles : options.MemoryPercentiles;
        _margin = options.MarginFraction;
        _hasWholeCores = isCpu && rules.HasWholeCores;
        _bounds = isCpu ? rules.CpuBounds : rules.MemoryBounds;
        _plain = isCpu ? amount => Quantity.FromMilli(amount) : amount => Quantity.FromLong(amount, QuantityFormat.BinarySI);
        _rounded = isCpu ? amount => AmountFormat.Cpu(amount, options) : amount => AmountFormat.Memory(amount, options);
    }

    public string Resource { get; }

    public Percentiles Percentiles { get; }

    public static ResourceSteps OfCpu(ContainerRules rules, RecommenderOptions options) => new(Resources.Cpu, rules, options);

    public static ResourceSteps OfMemory(ContainerRules rules, RecommenderOptions options) => new(Resources.Memory, rules, options);

    /// <summary>The steps of one amount in their order.</summary>
    public IReadOnlyList<RecommendationStep> Of(BoundEstimate estimate, double percentile, double confidence)
    {
        List<RecommendationStep> steps =
        [
            new(RecommendationStepKind.Percentile, Text($"percentile {percentile} of usage"), _plain(estimate.Usage)),
            new(RecommendationStepKind.Margin, Text($"margin {_margin * 100:0.##} %"), _plain(estimate.WithMargin)),
        ];
        Then(steps, RecommendationStepKind.Confidence, Text($"times {estimate.Factor:0.####} for a confidence of {confidence:0.###}"), _plain(estimate.Scaled));
        Then(steps, RecommendationStepKind.Floor, "at least the floor", _plain(estimate.Amount));
        AddPostProcessing(steps, _rounded(estimate.Amount));
        return steps;
    }

    private void AddPostProcessing(List<RecommendationStep> steps, Quantity rounded)
    {
        Then(steps, RecommendationStepKind.Rounding, "rounded", rounded);
        var whole = _hasWholeCores ? rounded.RoundUp(0) : rounded;
        Then(steps, RecommendationStepKind.WholeCores, "whole cores", whole);
        var raised = _bounds.AtLeast(whole);
        Then(steps, RecommendationStepKind.MinAllowed, "minAllowed", raised);
        var (kind, name) = _bounds.IsGlobalMax ? (RecommendationStepKind.GlobalMax, "global maximum") : (RecommendationStepKind.MaxAllowed, "maxAllowed");
        Then(steps, kind, name, _bounds.AtMost(raised));
    }

    private static void Then(List<RecommendationStep> steps, RecommendationStepKind kind, string text, Quantity amount)
    {
        if (amount != steps[^1].Amount)
        {
            steps.Add(new(kind, text, amount));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
