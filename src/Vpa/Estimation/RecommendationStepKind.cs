namespace Autoscale.Vpa.Estimation;

/// <summary>What made an amount out of the one before.</summary>
public enum RecommendationStepKind
{
    /// <summary>The percentile of usage, where every amount begins.</summary>
    Percentile,

    /// <summary>The safety margin was added.</summary>
    Margin,

    /// <summary>A bound was moved outwards, since history is short.</summary>
    Confidence,

    /// <summary>The least that is ever recommended.</summary>
    Floor,

    /// <summary>Rounded up to a multiple.</summary>
    Rounding,

    /// <summary>Rounded up to whole cores, as an annotation asks.</summary>
    WholeCores,

    /// <summary>Brought up to the policy's minimum.</summary>
    MinAllowed,

    /// <summary>Brought down to the policy's maximum.</summary>
    MaxAllowed,

    /// <summary>Brought down to the recommender's global maximum.</summary>
    GlobalMax,
}
