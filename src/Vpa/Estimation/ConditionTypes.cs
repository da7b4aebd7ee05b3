namespace Autoscale.Vpa.Estimation;

/// <summary>The types of conditions that a vertical autoscaler bears.</summary>
public static class ConditionTypes
{
    /// <summary>Whether there is a recommendation.</summary>
    public const string RecommendationProvided = "RecommendationProvided";

    /// <summary>The recommendation rests on little; upstream defines it and never sets it.</summary>
    public const string LowConfidence = "LowConfidence";

    /// <summary>No pod matches; true or not there.</summary>
    public const string NoPodsMatched = "NoPodsMatched";

    /// <summary>History is being read; upstream defines it and never sets it.</summary>
    public const string FetchingHistory = "FetchingHistory";

    /// <summary>The configuration will not be supported for long; removed wherever it is found, as upstream.</summary>
    public const string ConfigDeprecated = "ConfigDeprecated";

    /// <summary>Nothing can be recommended with this configuration; true or not there.</summary>
    public const string ConfigUnsupported = "ConfigUnsupported";

    /// <summary>Ours: a part of the resource policy has no effect, since it contradicts itself or names what is not there; true or not there.</summary>
    public const string PolicyPartlyIgnored = "PolicyPartlyIgnored";
}
