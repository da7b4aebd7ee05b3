namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The macros that look at every item of a list (or every key of an object).</summary>
internal static class CelMacros
{
    /// <summary>Whether the name is that of such a macro.</summary>
    public static bool IsKnown(string name) => name is "exists" or "all";

    /// <summary>Whether the condition holds for some (exists) or for every item (all); errors count only where no item decides.</summary>
    public static object? Evaluate(string name, object? range, Func<object?, object?> condition)
    {
        if (range is CelError || CelAccess.Items(range) is not { } items)
        {
            return range as CelError ?? CelError.NoOverload;
        }

        var decisive = name == "exists";
        object? result = !decisive;
        foreach (var item in items)
        {
            var found = condition(item);
            if (found is bool flag && flag == decisive)
            {
                return decisive;
            }

            result = found is bool || result is CelError ? result : found as CelError ?? CelError.NoOverload;
        }

        return result;
    }
}
