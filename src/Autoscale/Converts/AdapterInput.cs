namespace Autoscale.Converts;

/// <summary>One configuration that was found in a file.</summary>
/// <param name="Place">Where: the file, with the entry of a ConfigMap or the document where there are several.</param>
/// <param name="Rules">What its rules for objects are called there: rules, or rules.custom.</param>
/// <param name="ExternalRules">What its rules for external metrics are called there.</param>
/// <param name="Configuration">The configuration.</param>
internal sealed record AdapterInput(string Place, string Rules, string ExternalRules, AdapterConfiguration Configuration)
{
    /// <summary>The server, where the file says which; else null.</summary>
    public string? Url { get; init; }

    /// <summary>What of the file is not converted.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
