namespace Autoscale.Vpa.Updating;

/// <summary>What the update modes let happen to pods that run.</summary>
internal static class ModeActions
{
    /// <summary>Whether they are changed at all.</summary>
    public static bool ChangesPods(string mode) => Evicts(mode) || Resizes(mode);

    /// <summary>Whether they may be evicted.</summary>
    public static bool Evicts(string mode) => mode is UpdateModes.Recreate or UpdateModes.Auto or UpdateModes.InPlaceOrRecreate;

    /// <summary>Whether they are resized.</summary>
    public static bool Resizes(string mode) => mode is UpdateModes.InPlaceOrRecreate or UpdateModes.InPlace;
}
