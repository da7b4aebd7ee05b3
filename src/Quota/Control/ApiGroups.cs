namespace Autoscale.Quota.Control;

/// <summary>What the API answers when asked for its groups.</summary>
internal sealed record ApiGroups
{
    public IReadOnlyList<ApiGroup> Groups { get => field ?? []; init; }

    internal sealed record ApiGroup
    {
        public string Name { get => field ?? ""; init; }

        public ApiVersion PreferredVersion { get => field ?? new(); init; }

        public IReadOnlyList<ApiVersion> Versions { get => field ?? []; init; }
    }

    internal sealed record ApiVersion
    {
        public string Version { get => field ?? ""; init; }
    }
}
