using System.Text.RegularExpressions;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>What governance says beyond what Kubernetes does: warnings about workloads, and the events on them that repeat a refusal.</summary>
internal static partial class Additions
{
    /// <summary>The output without them.</summary>
    public static string Without(string output) => Event().Replace(Warning().Replace(output, ""), "");

    [GeneratedRegex("""^Warning: \S+ "[^"]+" would .*\n""", RegexOptions.Multiline)]
    private static partial Regex Warning();

    [GeneratedRegex(@"^.*\b(QuotaRefused|LimitRangeRefused)\b.*\bPods cannot be created: .*\n", RegexOptions.Multiline)]
    private static partial Regex Event();
}
