using System.Globalization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>Which of two copies of an object is the newer one: versions of one resource are growing numbers, as upstream's quota plugin relies on, too.</summary>
internal static class ObjectVersion
{
    /// <summary>Whether the copy is newer than the known one, or of another object of the same name.</summary>
    public static bool IsNewer(ObjectMeta copy, ObjectMeta known) =>
        copy.Uid != known.Uid || Number(copy) is not { } mine || Number(known) is not { } theirs || mine > theirs;

    private static ulong? Number(ObjectMeta metadata) =>
        ulong.TryParse(metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
