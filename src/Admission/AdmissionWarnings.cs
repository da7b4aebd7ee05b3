using System.Text;

namespace Autoscale.Admission;

/// <summary>Makes warnings fit for the HTTP header in which the API server hands them on.</summary>
public static class AdmissionWarnings
{
    private const int LongestWarning = 256;
    private const int LongestTotal = 4096;
    private static readonly Rune Space = new(' ');

    /// <summary>
    /// The warnings, each once, without control characters (one of which would make the API server drop the warning), cut to 256
    /// characters each, and to 4096 in all.
    /// </summary>
    public static IReadOnlyList<string> Clean(IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0)
        {
            return [];
        }

        var total = 0;
        var clean = new List<string>(warnings.Count);
        foreach (var text in warnings.Select(warning => OneLine(warning)).Where(text => text.Length > 0))
        {
            total += text.Length;
            if (total > LongestTotal)
            {
                break;
            }

            if (!clean.Contains(text))
            {
                clean.Add(text);
            }
        }

        return clean;
    }

    private static string OneLine(string warning)
    {
        var line = new StringBuilder(Math.Min(warning.Length, LongestWarning));
        var length = 0;
        foreach (var rune in warning.Trim().EnumerateRunes())
        {
            if (length++ == LongestWarning)
            {
                break;
            }

            line.Append(Rune.IsControl(rune) ? Space : rune);
        }

        return line.ToString().Trim();
    }
}
