namespace Autoscale.Hpa.Control;

/// <summary>What the API answers when asked for the resources of a group and version.</summary>
internal sealed record ApiResources
{
    public IReadOnlyList<ApiResource> Resources { get => field ?? []; init; }

    internal sealed record ApiResource
    {
        public string Name { get => field ?? ""; init; }

        public string Kind { get => field ?? ""; init; }
    }
}
