namespace Autoscale.Admission;

/// <summary>The operations as the API writes them.</summary>
public static class AdmissionOperations
{
    /// <summary>E.g. CREATE.</summary>
    public static string Name(this AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        AdmissionOperation.Delete => "DELETE",
        _ => "CONNECT",
    };

    /// <summary>The operation of this name, or null.</summary>
    internal static AdmissionOperation? Parse(string name) => name switch
    {
        "CREATE" => AdmissionOperation.Create,
        "UPDATE" => AdmissionOperation.Update,
        "DELETE" => AdmissionOperation.Delete,
        "CONNECT" => AdmissionOperation.Connect,
        _ => null,
    };
}
