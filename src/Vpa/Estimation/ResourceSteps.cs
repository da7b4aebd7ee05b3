using System.Globalization;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation.Season;

namespace Autoscale.Vpa.Estimation;

/// <summary>Lists the steps from usage to an amount of one resource; those that change nothing are left out, but for percentile and margin.</summary>
internal sealed class ResourceSteps
{
    private const string Usage = "usage";
    private readonly double _margin;
    private readonly bool _hasWholeCores;
    private readonly PolicyBounds _bounds;
    private readonly Func<long, DraftAmount> _rounded;
    private readonly Func<DraftAmount, Quantity> _quantity;

    private ResourceSteps(string resource, ContainerRules rules, RecommenderOptions options)
    {
        var isCpu = resource == Resources.Cpu;
        Resource = resource;
        Percentiles = isCpu ? options.CpuPercentiles : options.MemoryPercentiles;
        _margin = options.MarginFraction;
        _hasWholeCores = isCpu && rules.HasWholeCores;
        _bounds = isCpu ? rules.CpuBounds : rules.MemoryBounds;
        _quantity = isCpu ? amount => AmountFormat.CpuQuantity(amount) : amount => AmountFormat.MemoryQuantity(amount);
        _rounded = isCpu ? amount => AmountFormat.Cpu(amount, options) : amount => AmountFormat.Memory(amount, options);
    }

    public string Resource { get; }

    public Percentiles Percentiles { get; }

    private string UsageText { get; init; } = Usage;

    public static ResourceSteps OfCpu(ContainerRules rules, RecommenderOptions options) => new(Resources.Cpu, rules, options);

    public static ResourceSteps OfMemory(ContainerRules rules, RecommenderOptions options, bool isSeasonal) =>
        new(Resources.Memory, rules, options) { UsageText = isSeasonal ? Text($"usage in the coming {SeasonForecast.Ahead} hours of seasons past") : Usage };

    /// <summary>The steps of one amount in their order.</summary>
    public IReadOnlyList<RecommendationStep> Of(BoundEstimate estimate, double percentile, double confidence)
    {
        List<RecommendationStep> steps =
        [
            new(RecommendationStepKind.Percentile, Text($"percentile {percentile} of {UsageText}"), Plain(estimate.Usage)),
            new(RecommendationStepKind.Margin, Text($"margin {_margin * 100:0.##} %"), Plain(estimate.WithMargin)),
        ];
        Then(steps, RecommendationStepKind.Confidence, Text($"times {estimate.Factor:0.####} for a confidence of {confidence:0.###}"), Plain(estimate.Scaled));
        Then(steps, RecommendationStepKind.Floor, "at least the floor", Plain(estimate.Amount));
        AddPostProcessing(steps, _rounded(estimate.Amount));
        return steps;
    }

    private void AddPostProcessing(List<RecommendationStep> steps, in DraftAmount rounded)
    {
        Then(steps, RecommendationStepKind.Rounding, "rounded", _quantity(rounded));
        var whole = _quantity(_hasWholeCores ? ContainerRules.WholeCores(rounded) : rounded);
        Then(steps, RecommendationStepKind.WholeCores, "whole cores", whole);
        var raised = _bounds.AtLeast(whole);
        Then(steps, RecommendationStepKind.MinAllowed, "minAllowed", raised);
        var (kind, name) = _bounds.IsGlobalMax ? (RecommendationStepKind.GlobalMax, "global maximum") : (RecommendationStepKind.MaxAllowed, "maxAllowed");
        Then(steps, kind, name, _bounds.AtMost(raised));
    }

    private Quantity Plain(long amount) => _quantity(new(amount));

    private static void Then(List<RecommendationStep> steps, RecommendationStepKind kind, string text, Quantity amount)
    {
        if (amount != steps[^1].Amount)
        {
            steps.Add(new(kind, text, amount));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
