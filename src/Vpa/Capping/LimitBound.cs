using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Capping;

/// <summary>What all the limit ranges of a namespace say of one type of object, as if they were one; a list is null where none of them has it.</summary>
/// <param name="Max">The most per resource.</param>
/// <param name="Min">The least per resource.</param>
/// <param name="Default">Limits of what has none.</param>
internal sealed record LimitBound(
    IReadOnlyDictionary<string, Quantity>? Max,
    IReadOnlyDictionary<string, Quantity>? Min,
    IReadOnlyDictionary<string, Quantity>? Default);
