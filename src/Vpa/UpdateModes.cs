using Autoscale.Vpa.Models;

namespace Autoscale.Vpa;

/// <summary>The update modes of vertical autoscalers by name.</summary>
public static class UpdateModes
{
    /// <summary>Only recommends.</summary>
    public const string Off = "Off";

    /// <summary>Sets new pods right.</summary>
    public const string Initial = "Initial";

    /// <summary>Evicts pods, so that new ones are set right.</summary>
    public const string Recreate = "Recreate";

    /// <summary>Resizes pods in place, and evicts them where that fails.</summary>
    public const string InPlaceOrRecreate = "InPlaceOrRecreate";

    /// <summary>Resizes pods in place, and never evicts them.</summary>
    public const string InPlace = "InPlace";

    /// <summary>The deprecated name of Recreate.</summary>
    public const string Auto = "Auto";

    /// <summary>The mode of an autoscaler; Recreate where it names none.</summary>
    public static string Of(VerticalPodAutoscaler vpa) => vpa.Spec.UpdatePolicy?.UpdateMode is { Length: > 0 } mode ? mode : Recreate;
}
