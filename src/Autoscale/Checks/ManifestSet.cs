namespace Autoscale.Checks;

/// <summary>What was found in the files: the objects in their order, and what cannot be read.</summary>
internal sealed record ManifestSet(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<InputProblem> Problems);
