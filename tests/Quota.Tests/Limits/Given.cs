using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>Models from short JSON texts, single quotes standing for double ones.</summary>
internal static class Given
{
    public static PodSpec Spec(string spec) => JsonSerializer.Deserialize($"{{'spec':{spec}}}".Replace('\'', '"'), KubeJson.Default.Pod)!.Spec;

    public static PodSpec OneContainer(string resources) => Spec($"{{'containers':[{{'name':'c','resources':{resources}}}]}}");

    public static PersistentVolumeClaimSpec Claim(string requests) =>
        JsonSerializer.Deserialize($"{{'spec':{{'resources':{{'requests':{requests}}}}}}}".Replace('\'', '"'), KubeJson.Default.PersistentVolumeClaim)!.Spec;

    public static LimitRange LimitRange(string name, string items) =>
        JsonSerializer.Deserialize($"{{'metadata':{{'name':'{name}'}},'spec':{{'limits':[{items}]}}}}".Replace('\'', '"'), KubeJson.Default.LimitRange)!;
}
