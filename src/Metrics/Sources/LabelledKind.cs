namespace Autoscale.Metrics.Sources;

/// <summary>A kind of objects that series describe, and the label that holds the object's name.</summary>
public sealed record LabelledKind(DescribedKind Kind, string Label);
