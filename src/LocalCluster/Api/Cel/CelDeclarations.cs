using System.Collections.Frozen;

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The variables of an expression in order, and the fields that are known of them by dotted name; a variable of type Map has no others.</summary>
internal sealed record CelDeclarations(IReadOnlyList<(string Name, CelType Type)> Variables, FrozenDictionary<string, CelType> Fields);
