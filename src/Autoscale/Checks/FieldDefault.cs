namespace Autoscale.Checks;

/// <summary>A field that the cluster would set.</summary>
/// <param name="Target">What it is set on, as a path from the object, e.g. spec.containers[0].</param>
/// <param name="Field">The field, as a path from there, e.g. resources.requests.cpu.</param>
/// <param name="Value">What it would be set to.</param>
internal sealed record FieldDefault(string Target, string Field, string Value);
