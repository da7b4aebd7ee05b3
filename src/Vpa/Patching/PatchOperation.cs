namespace Autoscale.Vpa.Patching;

/// <summary>One operation of a JSON patch of a pod: it adds a text or an empty object, removes what is there, or tests it.</summary>
/// <param name="Op">add, remove or test.</param>
/// <param name="Path">The JSON pointer.</param>
/// <param name="Value">The text that is added or must be there; null for an empty object, or where something is removed.</param>
public sealed record PatchOperation(string Op, string Path, string? Value)
{
    /// <summary>Whether something is added.</summary>
    public bool IsAddition => Op == "add";

    /// <summary>Adds a text.</summary>
    public static PatchOperation Add(string path, string value) => new("add", path, value);

    /// <summary>Adds an empty object.</summary>
    public static PatchOperation AddObject(string path) => new("add", path, Value: null);

    /// <summary>Has the whole patch refused where there is another text.</summary>
    public static PatchOperation Test(string path, string value) => new("test", path, value);

    /// <summary>Removes what is there.</summary>
    public static PatchOperation Remove(string path) => new("remove", path, Value: null);
}
