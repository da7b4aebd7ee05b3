namespace Autoscale.Quota.Control;

/// <summary>What the API answers when asked for the resources of a group and version.</summary>
internal sealed record ApiResources
{
    public IReadOnlyList<ApiResource> Resources { get => field ?? []; init; }

    internal sealed record ApiResource
    {
        public string Name { get => field ?? ""; init; }

        public bool Namespaced { get; init; }

        public IReadOnlyList<string> Verbs { get => field ?? []; init; }

        /// <summary>Whether its objects can be followed.</summary>
        public bool IsFollowable => Verbs.Contains("list") && Verbs.Contains("watch");
    }
}
