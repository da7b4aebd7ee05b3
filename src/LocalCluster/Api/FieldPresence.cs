namespace Autoscale.LocalCluster.Api;

/// <summary>When the server writes a field: upstream's Go types decide it by pointers and omitempty tags.</summary>
public enum FieldPresence
{
    /// <summary>Left out when it has its zero value ("", 0, false, an empty list or map).</summary>
    Omitted,

    /// <summary>Left out when it was not set; a zero that was set is kept.</summary>
    Optional,

    /// <summary>Always written, with its zero value when it was not set.</summary>
    Always,

    /// <summary>Always written, null when it was not set.</summary>
    Nullable,
}
