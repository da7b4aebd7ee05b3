namespace Autoscale.Hpa.Tests;

/// <summary>A pod as the naive calculator knows it, in millicores.</summary>
internal sealed record NaivePod(string Name, NaiveKind Kind, long Request, long Usage);
