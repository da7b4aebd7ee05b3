using System.Text.RegularExpressions;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Quota.Tests.Workloads;

public sealed partial class WorkloadForecastProperties
{
    private static readonly string[] Names = ["requests.cpu", "limits.cpu", "requests.memory", "pods"];

    [Fact]
    public void Problems_NewWorkload_AreThoseThatTheLedgerRefusesPodByPod() => Check(Cases, drawn =>
    {
        var problems = WorkloadForecast.Problems(drawn.Demand, null, [], drawn.Ledger);

        return Admitted(drawn.Demand, drawn.Demand.Wanted, drawn.Ledger).Count == problems.Select(Fitting).Append(drawn.Demand.Wanted).Min();
    });

    [Fact]
    public void Problems_ScaledFurther_AreThoseThatTheLedgerRefusesBesideThePodsThatStay() => Check(Cases, drawn =>
    {
        var (has, ledger) = Admitted(drawn.Demand, 2, drawn.Ledger);
        var before = drawn.Demand with { Wanted = has, Existing = has };
        var wanted = before with { Wanted = has + drawn.Demand.Wanted };

        var problems = WorkloadForecast.Problems(wanted, before, [], ledger);

        return Admitted(drawn.Demand, drawn.Demand.Wanted, ledger).Count == problems.Select(Fitting).Append(wanted.Wanted).Min() - has;
    });

    [Fact]
    public void Charge_NewWorkload_UsesWhatTheLedgerIsChargedPodByPod() => Check(Cases, drawn =>
    {
        var charged = WorkloadCharge.Charge(drawn.Demand, null, [], drawn.Ledger);

        return charged.Quotas.Zip(Admitted(drawn.Demand, drawn.Demand.Wanted, drawn.Ledger).Ledger.Quotas)
            .All(pair => QuotaUse.Of(pair.First).Equals(QuotaUse.Of(pair.Second)));
    });

    private static Gen<IReadOnlyDictionary<string, Quantity>> Amounts { get; } =
        from cpu in Gen.Choose(0, 9)
        from memory in Gen.Choose(1, 9)
        select (IReadOnlyDictionary<string, Quantity>)new Dictionary<string, Quantity>
        {
            ["cpu"] = Quantity.FromMilli(cpu * 70),
            ["memory"] = Quantity.FromLong(memory * 100, QuantityFormat.BinarySI),
        };

    private static Gen<WorkloadDemand> Demands { get; } =
        from requests in Amounts
        from replicas in Gen.Choose(0, 12)
        select new WorkloadDemand
        {
            Metadata = new() { Name = "web", Namespace = "team" },
            Template = new() { Spec = new() { Containers = [new() { Name = "app", Resources = new() { Requests = requests, Limits = requests } }] } },
            Wanted = replicas,
            ReplacesPods = true,
        };

    private static Gen<ResourceQuota> Quotas { get; } =
        from names in Gen.SubListOf(Names)
        from hard in Gen.Choose(0, 30).ListOf(Names.Length)
        from used in Gen.Choose(0, 12).ListOf(Names.Length)
        select Quota([.. names], [.. hard], [.. used]);

    private static Gen<(WorkloadDemand Demand, QuotaLedger Ledger)> Cases { get; } =
        from demand in Demands
        from first in Quotas
        from second in Quotas
        select (demand, QuotaLedger.Of([first, second with { Metadata = new() { Name = "b" } }]));

    private static ResourceQuota Quota(List<string> names, List<int> hard, List<int> used) => new()
    {
        Metadata = new() { Name = "a" },
        Status = new()
        {
            Hard = names.ToDictionary(name => name, name => Amount(name, hard[names.IndexOf(name)])),
            Used = names.ToDictionary(name => name, name => Amount(name, used[names.IndexOf(name)])),
        },
    };

    private static Quantity Amount(string name, int number) => name switch
    {
        "pods" => Quantity.FromLong(number),
        "requests.memory" => Quantity.FromLong(number * 100, QuantityFormat.BinarySI),
        _ => Quantity.FromMilli(number * 70),
    };

    // How many pods the ledger admits of so many that are made one after the other.
    private static (int Count, QuotaLedger Ledger) Admitted(WorkloadDemand demand, int most, QuotaLedger ledger)
    {
        var pod = new GovernedObject("", "pods", new Pod { Spec = demand.Template.Spec });
        var count = 0;
        while (count < most && ledger.Charge(new(pod, null, ""), default) is { IsAllowed: true } verdict)
        {
            (count, ledger) = (count + 1, verdict.Ledger);
        }

        return (count, ledger);
    }

    private static int Fitting(string problem) => int.Parse(First().Match(problem).Groups[1].ValueSpan) - 1;

    private static void Check<T>(Gen<T> inputs, Func<T, bool> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    [GeneratedRegex(@"at (\d+) of \d+ replicas: ")]
    private static partial Regex First();
}
