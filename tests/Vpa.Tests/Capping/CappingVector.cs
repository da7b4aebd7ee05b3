using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Capping;

/// <summary>One line of capping.jsonl.</summary>
internal sealed class CappingVector(JsonElement line)
{
    private static readonly string[] Lists = ["target", "lowerBound", "upperBound", "uncappedTarget"];

    /// <summary>What differs from what upstream answered; null when nothing does.</summary>
    public string? Differences()
    {
        var expect = line.GetProperty("expect");
        var got = line.GetProperty("kind").GetString() == "recommenderPolicy"
            ? new() { Recommendation = RecommendationCapping.Apply(Recommendation(), Policy(), Read("globalMaxAllowed", KubeJson.Default.IReadOnlyDictionaryStringQuantity)) }
            : PodCapping.Cap(Recommendation(), Policy(), Read("pod", KubeJson.Default.Pod)!, Bounds(line));
        var expected = Read(expect, "recommendation", VpaJson.Default.RecommendedPodResources);
        return Compare("recommendation", Describe(expected), Describe(got.Recommendation))
            ?? Compare("annotations", expect.TryGetProperty("annotations", out var notes) ? Describe(notes) : "", Describe(got.Annotations));
    }

    /// <summary>The limit ranges of a line.</summary>
    public static LimitRangeBounds Bounds(JsonElement line) => LimitRangeBounds.Of(
        line.GetProperty("limitRanges").EnumerateArray().Select(range => new LimitRange { Spec = range.Deserialize(KubeJson.Default.LimitRangeSpec)! }));

    /// <summary>What differs, in words; null when nothing does.</summary>
    public static string? Compare(string what, string expected, string got) =>
        expected == got ? null : $"{what}: expected {expected}, got {got}";

    /// <summary>The amount without its suffix family: the recorder's inputs were made with one that their text does not show.</summary>
    public static string Plain(Quantity amount) => amount.WithFormat(QuantityFormat.DecimalSI).ToString();

    public static T? Read<T>(JsonElement parent, string name, JsonTypeInfo<T> type)
        where T : class => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.Deserialize(type) : null;

    private T? Read<T>(string name, JsonTypeInfo<T> type)
        where T : class => Read(line, name, type);

    private RecommendedPodResources? Recommendation() => Read("recommendation", VpaJson.Default.RecommendedPodResources);

    private VpaResourcePolicy? Policy() => Read("resourcePolicy", VpaJson.Default.VpaResourcePolicy);

    private static string Describe(RecommendedPodResources? recommendation) => recommendation is null ? "none"
        : string.Join("; ", recommendation.ContainerRecommendations.Select(item =>
            $"{item.ContainerName}: {string.Join(' ', Lists.Zip([item.Target, item.LowerBound, item.UpperBound, item.UncappedTarget], (name, list) => $"{name}={Describe(list)}"))}"));

    private static string Describe(IReadOnlyDictionary<string, Quantity>? amounts) => amounts is null || amounts.Count == 0 ? "none"
        : string.Join(',', amounts.OrderBy(amount => amount.Key, StringComparer.Ordinal).Select(amount => $"{amount.Key}={Plain(amount.Value)}"));

    private static string Describe(JsonElement notes) => notes.ValueKind != JsonValueKind.Object ? ""
        : string.Join("; ", notes.EnumerateObject().Select(note => $"{note.Name}: {Sorted(note.Value.EnumerateArray().Select(text => text.GetString()!))}"));

    private static string Describe(IReadOnlyDictionary<string, IReadOnlyList<string>> notes) =>
        string.Join("; ", notes.Select(note => $"{note.Key}: {Sorted(note.Value)}"));

    private static string Sorted(IEnumerable<string> texts) => string.Join(", ", texts.Order(StringComparer.Ordinal));
}
