using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>Tells whether a user asked for something else; autoscalers have no generation that would say so.</summary>
internal static class SpecComparison
{
    public static bool Same(HpaSpec left, HpaSpec right) => ReferenceEquals(left, right)
        || JsonSerializer.SerializeToUtf8Bytes(left, HpaJson.Default.HpaSpec).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, HpaJson.Default.HpaSpec));
}
