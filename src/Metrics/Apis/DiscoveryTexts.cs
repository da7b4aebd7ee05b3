namespace Autoscale.Metrics.Apis;

/// <summary>What the two APIs say of themselves.</summary>
internal static class DiscoveryTexts
{
    public const string ResourceGroup = "metrics.k8s.io";
    public const string ExternalGroup = "external.metrics.k8s.io";
    public const string Version = "v1beta1";

    /// <summary>The resources of metrics.k8s.io/v1beta1.</summary>
    public const string ResourceList = """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"metrics.k8s.io/v1beta1","resources":[{"name":"nodes","singularName":"","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]},{"name":"pods","singularName":"","namespaced":true,"kind":"PodMetrics","verbs":["get","list"]}]}
        """;

    /// <summary>Both groups.</summary>
    public static string Groups { get; } =
        $$"""{"kind":"APIGroupList","apiVersion":"v1","groups":[{{Members(ResourceGroup)}},{{Members(ExternalGroup)}}]}""";

    /// <summary>One group.</summary>
    public static string Group(string group) => $$"""{"kind":"APIGroup","apiVersion":"v1",{{Members(group)[1..]}}""";

    /// <summary>The resources of external.metrics.k8s.io/v1beta1: each metric that a source may have is one.</summary>
    public static string External(IEnumerable<string> metrics)
    {
        var resources = metrics.Distinct().Order(StringComparer.Ordinal).Select(metric =>
            $$"""{"name":"{{metric}}","singularName":"","namespaced":true,"kind":"ExternalMetricValueList","verbs":["get"]}""");
        return $$"""{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"external.metrics.k8s.io/v1beta1","resources":[{{string.Join(',', resources)}}]}""";
    }

    private static string Members(string group)
    {
        var version = $$"""{"groupVersion":"{{group}}/v1beta1","version":"v1beta1"}""";
        return $$"""{"name":"{{group}}","versions":[{{version}}],"preferredVersion":{{version}}}""";
    }
}
