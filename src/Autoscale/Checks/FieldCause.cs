namespace Autoscale.Checks;

/// <summary>A field that is wrong, and what is wrong about it.</summary>
internal sealed record FieldCause(string Field, string Message);
