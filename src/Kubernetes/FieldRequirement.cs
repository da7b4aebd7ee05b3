namespace Autoscale.Kubernetes;

/// <summary>One term of a field selector: the field must have the value, or must not.</summary>
public sealed record FieldRequirement(string Field, bool IsEqual, string Value)
{
    /// <summary>The term as text, its value escaped.</summary>
    public override string ToString() => $"{Field}{(IsEqual ? "=" : "!=")}{FieldSelector.Escape(Value)}";
}
