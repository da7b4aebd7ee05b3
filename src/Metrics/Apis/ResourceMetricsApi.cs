using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Apis;

/// <summary>
/// Answers for metrics.k8s.io/v1beta1 as metrics-server does: objects that exist and have usage, with their labels, ordered by
/// namespace and name.
/// </summary>
internal sealed class ResourceMetricsApi(MetricTable table, ObjectCache<Pod> pods, ObjectCache<Node> nodes, TimeProvider time)
{
    private const string ApiVersion = "metrics.k8s.io/v1beta1";
    private const string NameField = "metadata.name";
    private const string NamespaceField = "metadata.namespace";

    public ApiAnswer ListPods(UsageQuery query) => List(
        query, "PodMetrics", query.Namespace is { } one ? pods.InNamespace(one) : pods.All, pod => pod.Metadata, UsageOf);

    public ApiAnswer ListNodes(UsageQuery query) => List(query, "NodeMetrics", nodes.All, node => node.Metadata, UsageOf);

    public ApiAnswer GetPod(string @namespace, string name, bool asTable)
    {
        if (pods.Find(@namespace, name) is not { } pod)
        {
            return ApiAnswer.Of(Refusal.NotFound("", "pods", name));
        }

        return UsageOf(pod) is { } usage
            ? One(usage, "PodMetrics", asTable)
            : ApiAnswer.Of(Refusal.NotFound("metrics.k8s.io", "podmetrics", $"{@namespace}/{name}"));
    }

    public ApiAnswer GetNode(string name, bool asTable)
    {
        if (nodes.Find("", name) is not { } node)
        {
            return ApiAnswer.Of(Refusal.NotFound("", "nodes", name));
        }

        return UsageOf(node) is { } usage
            ? One(usage, "NodeMetrics", asTable)
            : ApiAnswer.Of(Refusal.NotFound("metrics.k8s.io", "nodemetrics", name));
    }

    private static ApiAnswer List<T>(
        UsageQuery query, string kind, IEnumerable<T> all, Func<T, ObjectMeta> metaOf, Func<T, UsageObject?> usageOf)
    {
        if (!LabelSelector.TryParse(query.LabelSelector, out var labels, out var error)
            || !FieldSelector.TryParse(query.FieldSelector, out var fields, out error))
        {
            return ApiAnswer.Of(Refusal.BadRequest(error ?? "invalid selector"));
        }

        if (fields.Requirements.FirstOrDefault(one => one.Field is not (NameField or NamespaceField)) is { } unknown)
        {
            return ApiAnswer.Of(Refusal.BadRequest(
                $"\"{unknown.Field}\" is not a known field selector: only \"{NameField}\", \"{NamespaceField}\""));
        }

        var items = all
            .Where(one => labels.Matches(metaOf(one).Labels) && fields.Matches(field => FieldOf(metaOf(one), field)))
            .OrderBy(one => metaOf(one).Namespace, StringComparer.Ordinal)
            .ThenBy(one => metaOf(one).Name, StringComparer.Ordinal)
            .Select(usageOf)
            .OfType<UsageObject>()
            .ToList();
        return query.AsTable
            ? ApiAnswer.Of(MetricsTable.Of(items), MetricsJson.Default.MetricsTable)
            : ApiAnswer.Of(new(kind + "List", ApiVersion, new ListMeta(), items), MetricsJson.Default.MetricsListUsageObject);
    }

    private static ApiAnswer One(UsageObject usage, string kind, bool asTable) => asTable
        ? ApiAnswer.Of(MetricsTable.Of([usage]), MetricsJson.Default.MetricsTable)
        : ApiAnswer.Of(usage with { Kind = kind, ApiVersion = ApiVersion }, MetricsJson.Default.UsageObject);

    private static string FieldOf(ObjectMeta meta, string field) => field switch
    {
        NameField => meta.Name,
        _ => meta.Namespace,
    };

    private static Dictionary<string, Quantity> Amounts(Quantity? cpu, Quantity? memory)
    {
        var amounts = new Dictionary<string, Quantity>(2);
        if (cpu is { } cores)
        {
            amounts.Add("cpu", cores);
        }

        if (memory is { } bytes)
        {
            amounts.Add("memory", bytes);
        }

        return amounts;
    }

    private UsageObject? UsageOf(Pod pod) => table.FindPod(pod.Metadata.Namespace, pod.Metadata.Name) is not { } usage ? null : new()
    {
        Metadata = MetaOf(pod.Metadata),
        Timestamp = ApiTime.Write(usage.Time),
        Window = GoDuration.Write(usage.Window),
        Containers = [.. usage.Containers.Select(one => new ContainerMetrics(one.Name, Amounts(one.Cpu, one.Memory)))],
    };

    private UsageObject? UsageOf(Node node) => table.FindNode(node.Metadata.Name) is not { } usage ? null : new()
    {
        Metadata = MetaOf(node.Metadata),
        Timestamp = ApiTime.Write(usage.Time),
        Window = GoDuration.Write(usage.Window),
        Usage = Amounts(usage.Cpu, usage.Memory),
    };

    private MetricsMeta MetaOf(ObjectMeta meta) =>
        new(meta.Name, meta.Namespace.Length == 0 ? null : meta.Namespace, ApiTime.Write(time.GetUtcNow()), meta.Labels);
}
