namespace Autoscale.Kubernetes;

/// <summary>How a label requirement relates key and values, after k8s.io/apimachinery/pkg/selection.</summary>
public enum LabelOperator
{
    /// <summary>The label has the one value; written "=".</summary>
    Equals,

    /// <summary>The same as Equals; written "==".</summary>
    DoubleEquals,

    /// <summary>The label is absent or has another value; written "!=".</summary>
    NotEquals,

    /// <summary>The label has one of the values.</summary>
    In,

    /// <summary>The label is absent or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is absent; written "!".</summary>
    DoesNotExist,

    /// <summary>The label is an integer above the one value; written ">".</summary>
    GreaterThan,

    /// <summary>The label is an integer below the one value; written "&lt;".</summary>
    LessThan,
}
