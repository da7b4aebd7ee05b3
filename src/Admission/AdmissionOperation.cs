namespace Autoscale.Admission;

/// <summary>What is done to the object of a review.</summary>
public enum AdmissionOperation
{
    /// <summary>A new object.</summary>
    Create,

    /// <summary>A changed object, or a changed subresource of it.</summary>
    Update,

    /// <summary>An object that is removed.</summary>
    Delete,

    /// <summary>A connection to an object, e.g. exec.</summary>
    Connect,
}
