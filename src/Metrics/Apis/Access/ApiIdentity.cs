namespace Autoscale.Metrics.Apis.Access;

/// <summary>Who asks: a name, and what the authenticator says beside it.</summary>
internal sealed record ApiIdentity(string Name, IReadOnlyList<string> Groups)
{
    private const string Authenticated = "system:authenticated";

    /// <summary>Whoever shows nothing.</summary>
    public static ApiIdentity Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>What tells users of one name apart over time; null when unknown.</summary>
    public string? Uid { get; init; }

    /// <summary>What else is known, by its name; null for nothing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }

    /// <summary>Whether the API server lets them do anything, which need not be asked.</summary>
    public bool IsMaster => Groups.Contains("system:masters");

    /// <summary>The same one in the group of all who are known, as every authenticated user is.</summary>
    public ApiIdentity Known() =>
        Name == Anonymous.Name || Groups.Contains(Authenticated) || Groups.Contains(Anonymous.Groups[0]) ? this : this with { Groups = [.. Groups, Authenticated] };
}
