namespace Autoscale.Kubernetes.Models;

/// <summary>Lists of the models as Go reads them: a null among the entries is an entry without fields.</summary>
public static class ModelLists
{
    /// <summary>The list with an empty entry in the place of each null; null is a list without entries.</summary>
    public static IReadOnlyList<T> Filled<T>(this IReadOnlyList<T>? list)
        where T : class, new()
    {
        if (list is null)
        {
            return [];
        }

        // The annotations say that no entry is null; JSON does not read them.
        return list.Contains(null) ? [.. list.Select(entry => entry ?? new T())] : list;
    }
}
