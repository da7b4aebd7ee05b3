using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>Models from short JSON texts, single quotes standing for double ones.</summary>
internal static class Given
{
    public static PodSpec Spec(string spec) => JsonSerializer.Deserialize($"{{'spec':{spec}}}".Replace('\'', '"'), KubeJson.Default.Pod)!.Spec;
}
