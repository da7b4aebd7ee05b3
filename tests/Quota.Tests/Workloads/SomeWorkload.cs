using System.Text;
using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Workloads;

/// <summary>Workloads and quotas in short.</summary>
internal static class SomeWorkload
{
    public const string Small = "{'requests':{'cpu':'200m'}}";

    public static string Deployment(int replicas, string resources = Small, int existing = 0, string metadata = "'name':'web'") =>
        $"{{'metadata':{{{metadata}}},'spec':{{'replicas':{replicas},'template':{{'spec':{{'containers':[{{'name':'app','resources':{resources}}}]}}}}}},"
        + $"'status':{{'replicas':{existing}}}}}";

    public static string Job(string spec, string status = "{}") =>
        $"{{'metadata':{{'name':'sum'}},'spec':{{{spec},'template':{{'spec':{{'containers':[{{'name':'app','resources':{Small}}}]}}}}}},'status':{status}}}";

    public static WorkloadDemand Demand(string json, string resource = "deployments") => WorkloadDemand.Read(resource, Bytes(json));

    public static string QuotaText(string name, string hard, string used, string spec = "{}") =>
        $"{{'metadata':{{'name':'{name}','namespace':'team'}},'spec':{spec},'status':{{'hard':{hard},'used':{used}}}}}";

    public static ResourceQuota Quota(string hard, string used, string name = "team1-quota", string spec = "{}") =>
        JsonSerializer.Deserialize(Bytes(QuotaText(name, hard, used, spec)), KubeJson.Default.ResourceQuota)!;

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json.Replace('\'', '"'));
}
