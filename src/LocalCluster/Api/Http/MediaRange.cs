namespace Autoscale.LocalCluster.Api.Http;

/// <summary>One media type of an Accept header with the parameters that the API knows.</summary>
internal sealed record MediaRange(string Type, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Reads an Accept header, in the order in which the client wrote it; empty means anything.</summary>
    public static IReadOnlyList<MediaRange> Parse(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept))
        {
            return [new MediaRange("*/*", new Dictionary<string, string>())];
        }

        return [.. accept.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];
    }

    /// <summary>A parameter, "" when it is absent.</summary>
    public string Parameter(string name) => Parameters.GetValueOrDefault(name, "");

    /// <summary>Whether JSON satisfies the range.</summary>
    public bool AllowsJson => Type is "application/json" or "*/*" or "application/*";

    private static MediaRange One(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var parameters = parts.Skip(1)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
        return new MediaRange(parts[0].ToLowerInvariant(), parameters);
    }
}
