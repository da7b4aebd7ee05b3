namespace Autoscale.Hpa;

/// <summary>How Kubernetes words conditions; users and their tools match on these texts.</summary>
internal static class HpaTexts
{
    public const string ToZero = "the HPA controller scaled the workload to zero";

    public const string NotToZero = "the HPA controller did not scale the workload to zero";

    public const string ScaleRead = "the HPA controller was able to get the target's current scale";

    public const string Disabled = "scaling is disabled since the replica count of the target is zero";

    public static string ScaleUnreadable(string error) => $"the HPA controller was unable to get the target's current scale: {error}";

    public static string ScaleUnwritten(string error) => $"the HPA controller was unable to update the target scale: {error}";

    public static string ScaleWritten(int replicas) => $"the HPA controller was able to update the target scale to {replicas}";

    public static string Of(LimitRule rule) => rule switch
    {
        LimitRule.ScaleUpLimit => "the desired replica count is increasing faster than the maximum scale rate",
        LimitRule.ScaleDownLimit => "the desired replica count is decreasing faster than the maximum scale rate",
        LimitRule.TooManyReplicas => "the desired replica count is more than the maximum replica count",
        LimitRule.TooFewReplicas => "the desired replica count is less than the minimum replica count",
        _ => "the desired count is within the acceptable range",
    };

    public static string Of(StabilizationRule rule) => rule switch
    {
        StabilizationRule.ScaleUpStabilized =>
            "recent recommendations were lower than current one, applying the lowest recent recommendation",
        StabilizationRule.ScaleDownStabilized =>
            "recent recommendations were higher than current one, applying the highest recent recommendation",
        _ => "recommended size matches current size",
    };

    public static string ReasonOf(StabilizationRule rule) => rule switch
    {
        StabilizationRule.ScaleUpStabilized => "ScaleUpStabilized",
        StabilizationRule.ScaleDownStabilized => "ScaleDownStabilized",
        _ => "ReadyForNewScale",
    };

    public static string ReasonOf(LimitRule rule) => rule switch
    {
        LimitRule.ScaleUpLimit => "ScaleUpLimit",
        LimitRule.ScaleDownLimit => "ScaleDownLimit",
        LimitRule.TooManyReplicas => "TooManyReplicas",
        LimitRule.TooFewReplicas => "TooFewReplicas",
        _ => "DesiredWithinRange",
    };
}
