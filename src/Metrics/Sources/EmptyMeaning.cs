namespace Autoscale.Metrics.Sources;

/// <summary>What it means that a query returns no series.</summary>
public enum EmptyMeaning
{
    /// <summary>There is no value, for the reason that the query returned no series.</summary>
    Absent,

    /// <summary>There is one series without labels, of value 0; for external metrics only.</summary>
    Zero,
}
