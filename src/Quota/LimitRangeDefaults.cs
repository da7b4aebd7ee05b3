using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>
/// What limit ranges add to a pod, after plugin/pkg/admission/limitranger: each container gets the requests and limits that it lacks,
/// from the first limit range by name that has them; what is there stays, zero included.
/// </summary>
public sealed record LimitRangeDefaults
{
    /// <summary>The annotation in which a new pod is told what was added.</summary>
    public const string AnnotationName = "kubernetes.io/limit-ranger";

    /// <summary>The containers that get something; empty when nothing is lacking.</summary>
    public IReadOnlyList<ContainerDefaults> Containers { get; private init; } = [];

    /// <summary>The value of the annotation, which names what the last limit range that added anything has added; null when none has.</summary>
    public string? Annotation { get; private init; }

    /// <summary>Finds what the limit ranges of the pod's namespace, in any order, add to it.</summary>
    public static LimitRangeDefaults For(PodSpec spec, IEnumerable<LimitRange> limitRanges)
    {
        var containers = spec.Containers.Select((container, index) => new LackingContainer(container, IsInit: false, index))
            .Concat(spec.InitContainers.Select((container, index) => new LackingContainer(container, IsInit: true, index)))
            .ToList();
        string? annotation = null;
        foreach (var limitRange in limitRanges.OrderBy(range => range.Metadata.Name, StringComparer.Ordinal))
        {
            var items = limitRange.Spec.Limits.Where(item => item.Type == LimitRangeRules.Container).ToList();
            var requests = Merge(items.Select(item => item.DefaultRequest));
            var limits = Merge(items.Select(item => item.Default));
            var added = containers.SelectMany(container => container.Add(requests, limits)).ToList();
            annotation = added.Count == 0 ? annotation : $"LimitRanger plugin set: {string.Join("; ", added)}";
        }

        return new() { Containers = [.. containers.Where(container => container.GotAny).Select(container => container.Defaults)], Annotation = annotation };
    }

    /// <summary>The specification with the defaults in it.</summary>
    public PodSpec ApplyTo(PodSpec spec) => Containers.Count == 0 ? spec : spec with
    {
        Containers = Apply(spec.Containers, isInit: false),
        InitContainers = Apply(spec.InitContainers, isInit: true),
    };

    private Container[] Apply(IReadOnlyList<Container> containers, bool isInit)
    {
        var filled = containers.ToArray();
        foreach (var defaults in Containers.Where(defaults => defaults.IsInit == isInit))
        {
            var container = filled[defaults.Index];
            filled[defaults.Index] = container with
            {
                Resources = new()
                {
                    Requests = Merge([container.Resources?.Requests, defaults.Requests]),
                    Limits = Merge([container.Resources?.Limits, defaults.Limits]),
                },
            };
        }

        return filled;
    }

    private static SortedDictionary<string, Quantity> Merge(IEnumerable<IReadOnlyDictionary<string, Quantity>?> lists)
    {
        var merged = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (resource, amount) in lists.OfType<IReadOnlyDictionary<string, Quantity>>().SelectMany(list => list))
        {
            merged[resource] = amount;
        }

        return merged;
    }

    /// <summary>A container, and what has been added to it so far.</summary>
    private sealed record LackingContainer(Container Container, bool IsInit, int Index)
    {
        private readonly SortedDictionary<string, Quantity> _requests = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, Quantity> _limits = new(StringComparer.Ordinal);

        public bool GotAny => _requests.Count + _limits.Count > 0;

        public ContainerDefaults Defaults => new(IsInit, Index, _requests, _limits);

        /// <summary>Adds what is lacking, and says so in the words of the annotation: the requests, then the limits.</summary>
        public IEnumerable<string> Add(SortedDictionary<string, Quantity> requests, SortedDictionary<string, Quantity> limits)
        {
            var kind = IsInit ? "init container" : "container";
            var (newRequests, newLimits) = (Fill(_requests, Container.Resources?.Requests, requests), Fill(_limits, Container.Resources?.Limits, limits));
            IEnumerable<(List<string> Resources, string List)> added = [(newRequests, "request"), (newLimits, "limit")];
            return added.Where(list => list.Resources.Count > 0)
                .Select(list => $"{string.Join(", ", list.Resources)} {list.List} for {kind} {Container.Name}");
        }

        private static List<string> Fill(
            SortedDictionary<string, Quantity> added, IReadOnlyDictionary<string, Quantity>? own, SortedDictionary<string, Quantity> defaults)
        {
            var lacking = defaults.Where(entry => own?.ContainsKey(entry.Key) != true && !added.ContainsKey(entry.Key)).ToList();
            foreach (var (resource, amount) in lacking)
            {
                added[resource] = amount;
            }

            return lacking.ConvertAll(entry => entry.Key);
        }
    }
}
