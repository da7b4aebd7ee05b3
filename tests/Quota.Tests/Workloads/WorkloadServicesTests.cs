using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Quota.Control;
using Autoscale.Quota.Tests.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Quota.Tests.Workloads;

public sealed class WorkloadServicesTests
{
    [Fact]
    public async Task AddWorkloads_Policies_KeepTheirOrderAndTellOwners()
    {
        var api = new ListedApi().List(KubeRoute.Namespaces).List(KubeRoute.LimitRanges)
            .List(KubeRoute.ResourceQuotas, SomeWorkload.QuotaText("q", "{'pods':'0'}", "{'pods':'0'}"));
        await using var services = Services(api);
        using var end = new CancellationTokenSource();
        var run = services.GetRequiredService<WorkloadWatch>().RunAsync(end.Token);
        var quotas = services.GetRequiredService<QuotaController>().RunAsync(null, end.Token);

        var policies = services.GetServices<IAdmissionPolicy>().ToList();
        var verdict = await policies[0].ValidateAsync(Pod, default);
        var told = await api.Created.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
        await end.CancelAsync();
        await Task.WhenAll(run, quotas);

        Assert.Equal(["resource-quota", "workload"], policies.Select(policy => policy.Name));
        Assert.Equal(["pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0"], verdict.Warnings);
        Assert.Contains("\"QuotaRefused\"", told, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(ListedApi api) => new ServiceCollection()
        .AddLogging().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton(api.Client)
        .AddQuota(new() { Mode = GovernanceMode.Advise })
        .AddWorkloads()
        .BuildServiceProvider();

    private static AdmissionRequest Pod { get; } = new()
    {
        Version = "v1",
        Kind = "Pod",
        Resource = "pods",
        Namespace = "team",
        Name = "p",
        Operation = AdmissionOperation.Create,
        Object = SomeWorkload.Bytes(
            "{'metadata':{'name':'p','ownerReferences':[{'apiVersion':'apps/v1','kind':'StatefulSet','name':'db','uid':'s','controller':true}]}}"),
    };
}
