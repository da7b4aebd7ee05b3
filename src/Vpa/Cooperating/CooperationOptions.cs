using System.ComponentModel.DataAnnotations;

namespace Autoscale.Vpa.Cooperating;

/// <summary>How a vertical autoscaler gives way to a horizontal one.</summary>
public sealed record CooperationOptions
{
    /// <summary>How long replicas must have been unchanged before requests move between floor and ceiling, up to a day; 5 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Steady { get; init; } = TimeSpan.FromMinutes(5);
}
