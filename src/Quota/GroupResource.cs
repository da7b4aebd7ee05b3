namespace Autoscale.Quota;

/// <summary>A resource by its plural name and API group, "" for core.</summary>
public readonly record struct GroupResource(string Group, string Resource)
{
    /// <summary>"plural.group", or the bare plural of the core group, as quotas and messages name the resource.</summary>
    public override string ToString() => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}
