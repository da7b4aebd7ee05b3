using System.Text;
using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>Objects and quotas from short JSON texts, single quotes standing for double ones.</summary>
internal static class Example
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static GovernedObject Pod(string spec, string status = "{}", string metadata = "{'name':'p'}") =>
        Read("", "pods", $"{{'metadata':{metadata},'spec':{spec},'status':{status}}}");

    /// <summary>A pod with one container "c" of these resources.</summary>
    public static GovernedObject PodOf(string resources, string status = "{}") => Pod($"{{'containers':[{{'name':'c','resources':{resources}}}]}}", status);

    public static GovernedObject Claim(string spec, string status = "{}", string metadata = "{'name':'c'}") =>
        Read("", "persistentvolumeclaims", $"{{'metadata':{metadata},'spec':{spec},'status':{status}}}");

    public static GovernedObject Service(string spec) => Read("", "services", $"{{'metadata':{{'name':'s'}},'spec':{spec}}}");

    public static GovernedObject ResourceClaim(string requests, string metadata = "{'name':'r'}") =>
        Read("resource.k8s.io", "resourceclaims", $"{{'metadata':{metadata},'spec':{{'devices':{{'requests':{requests}}}}}}}");

    public static GovernedObject Counted(string resource, string group = "") => Read(group, resource, "{'metadata':{'name':'x'}}");

    public static GovernedObject Read(string group, string resource, string json) =>
        GovernedObject.Read(group, resource, Encoding.UTF8.GetBytes(json.Replace('\'', '"')));

    /// <summary>A quota whose limits are in force; what is not said to be used is counted as zero.</summary>
    public static ResourceQuota Quota(string name, string hard, string used = "{}", string spec = "{}")
    {
        var (limits, before) = (Amounts(hard), Amounts(used));
        var wanted = JsonSerializer.Deserialize($"{{'spec':{spec}}}".Replace('\'', '"'), KubeJson.Default.ResourceQuota)!.Spec;
        return new()
        {
            Metadata = new() { Name = name },
            Spec = wanted with { Hard = limits },
            Status = new() { Hard = limits, Used = limits.ToDictionary(limit => limit.Key, limit => before.GetValueOrDefault(limit.Key)) },
        };
    }

    public static IReadOnlyDictionary<string, Quantity> Amounts(string json) =>
        JsonSerializer.Deserialize($"{{'spec':{{'hard':{json}}}}}".Replace('\'', '"'), KubeJson.Default.ResourceQuota)!.Spec.Hard!;

    public static QuotaVerdict Create(GovernedObject subject, params ResourceQuota[] quotas) =>
        QuotaLedger.Of(quotas).Charge(new(subject, null, ""), Now);

    public static QuotaVerdict Update(GovernedObject old, GovernedObject @new, string subresource, params ResourceQuota[] quotas) =>
        QuotaLedger.Of(quotas).Charge(new(@new, old, subresource), Now);

    /// <summary>What an object uses up, as "name=amount,…".</summary>
    public static string Cost(GovernedObject subject) => ObjectCosts.Find(subject.GroupResource)!.Of(subject, Now).ToString();
}
