using System.Globalization;
using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation.Replay;

/// <summary>Recommendations and checkpoints as lines that can be compared, from a vector and from our own.</summary>
internal static class RecordedRecommendation
{
    private static readonly string[] Bounds = ["target", "lowerBound", "upperBound", "uncappedTarget"];

    /// <summary>Numbers of a vector: "c0 target cpu=323 memory=131072000".</summary>
    public static IEnumerable<string> Numbers(JsonElement containers) =>
        from container in containers.EnumerateObject()
        from bound in Bounds
        let amounts = container.Value.GetProperty(bound)
        select Line(container.Name, bound, Number(amounts, "cpuMilli"), Number(amounts, "memBytes"));

    public static IEnumerable<string> Numbers(RecommendedPodResources recommendation) =>
        from container in recommendation.ContainerRecommendations
        from bound in Bounds
        let amounts = Amounts(container, bound)
        select Line(container.ContainerName, bound, Number(amounts, "cpu", cpu => cpu.MilliValue), Number(amounts, "memory", memory => memory.Value));

    /// <summary>The status of a vector: "c0 target cpu=323m memory=125Mi".</summary>
    public static IEnumerable<string> Texts(JsonElement status) =>
        from container in status.TryGetProperty("containerRecommendations", out var containers) ? containers.EnumerateArray() : default
        from bound in Bounds
        select Line(container.GetProperty("containerName").GetString()!, bound, Text(container, bound, "cpu"), Text(container, bound, "memory"));

    public static IEnumerable<string> Texts(RecommendedPodResources recommendation) =>
        from container in recommendation.ContainerRecommendations
        from bound in Bounds
        let amounts = Amounts(container, bound)
        select Line(container.ContainerName, bound, Number(amounts, "cpu", cpu => cpu.ToString()), Number(amounts, "memory", memory => memory.ToString()));

    private static string Line(string container, string bound, object? cpu, object? memory) =>
        string.Create(CultureInfo.InvariantCulture, $"{container} {bound} cpu={cpu ?? "none"} memory={memory ?? "none"}");

    private static long? Number(JsonElement amounts, string name) => amounts.TryGetProperty(name, out var number) ? number.GetInt64() : null;

    private static object? Number(IReadOnlyDictionary<string, Quantity>? amounts, string name, Func<Quantity, object> read) =>
        amounts is not null && amounts.TryGetValue(name, out var amount) ? read(amount) : null;

    private static string? Text(JsonElement container, string bound, string name) =>
        container.TryGetProperty(bound, out var amounts) && amounts.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static IReadOnlyDictionary<string, Quantity>? Amounts(RecommendedContainerResources container, string bound) => bound switch
    {
        "target" => container.Target,
        "lowerBound" => container.LowerBound,
        "upperBound" => container.UpperBound,
        _ => container.UncappedTarget,
    };
}
