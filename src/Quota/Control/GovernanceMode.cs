namespace Autoscale.Quota.Control;

/// <summary>Who holds a namespace's quotas: this program, or the API server with this program as its adviser.</summary>
public enum GovernanceMode
{
    /// <summary>Refuses and warns of what the API server's own plugin is going to refuse; writes nothing.</summary>
    Advise,

    /// <summary>Charges quotas and counts them anew; the API server's own plugin and controller must be switched off.</summary>
    Enforce,

    /// <summary>Does nothing.</summary>
    Off,
}
