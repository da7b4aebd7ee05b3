using System.Globalization;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Explains;

/// <summary>What the rows of an explanation are called.</summary>
internal static class StepTexts
{
    /// <summary>The name of a step; those that are the same for all bounds by their own text.</summary>
    public static string Of(RecommendationStepKind kind, RecommendationReason reason, IReadOnlyList<BoundReason> bounds) => kind switch
    {
        RecommendationStepKind.Percentile => "usage",
        RecommendationStepKind.Confidence => $"confidence {reason.Confidence.ToString(reason.Confidence < 0.001 ? "0.######" : "0.###", CultureInfo.InvariantCulture)}",
        _ => bounds.SelectMany(bound => bound.Steps).First(step => step.Kind == kind).Text,
    };
}
