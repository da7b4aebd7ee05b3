using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The ways in which volumes are mounted: the rules that claims and volumes share, and how tables show them.</summary>
public static class AccessModes
{
    private const string Alone = "ReadWriteOncePod";

    private static readonly string[] Known = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", Alone];

    /// <summary>The modes in short ("RWO,ROX"), each once, in the order of upstream's tables.</summary>
    public static string Short(IEnumerable<string> modes)
    {
        var had = modes.ToHashSet();
        (string Mode, string Short)[] order = [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), (Alone, "RWOP")];
        return string.Join(",", order.Where(one => had.Contains(one.Mode)).Select(one => one.Short));
    }

    /// <summary>Checks a list of modes; <paramref name="missing"/> is what is said of an empty one.</summary>
    public static void Check(FieldReport report, IReadOnlyCollection<string> modes, string missing)
    {
        const string Path = "spec.accessModes";
        if (modes.Count == 0)
        {
            report.Required(Path, missing);
        }

        foreach (var mode in modes.Where(mode => !Known.Contains(mode)))
        {
            report.NotSupported(Path, mode, Known);
        }

        if (modes.Contains(Alone) && modes.Any(mode => mode != Alone))
        {
            report.Forbidden(Path, "may not use ReadWriteOncePod with other access modes");
        }
    }
}
