using Autoscale.Kubernetes;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>What holds for every ledger, whatever is charged.</summary>
public sealed class QuotaProperties
{
    private static readonly string[] Names = ["count/pods", "limits.cpu", "pods", "requests.cpu"];

    private static readonly Gen<int?> AnyAmount = Gen.Frequency((1, Gen.Constant((int?)null)), (1, Gen.Constant((int?)0)), (6, Gen.Choose(1, 1500).Select(milli => (int?)milli)));

    private static readonly Gen<NaiveContainer> AnyContainer =
        from role in Gen.Elements(NaiveContainer.Main, NaiveContainer.Main, NaiveContainer.Sidecar, NaiveContainer.Init)
        from request in AnyAmount
        from limit in AnyAmount
        select new NaiveContainer(role, request, limit);

    private static readonly Gen<NaivePod> AnyPod =
        from count in Gen.Choose(1, 5)
        from containers in AnyContainer.ArrayOf(count)
        from podRequest in Gen.Frequency((4, Gen.Constant((int?)null)), (1, AnyAmount))
        from podLimit in Gen.Frequency((4, Gen.Constant((int?)null)), (1, AnyAmount))
        from overhead in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 300)))
        from deadline in Gen.Elements(true, false)
        from ended in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new NaivePod(containers, podRequest, podLimit, overhead, deadline, ended);

    private static readonly Gen<NaiveQuota[]> AnyQuotas = from first in AnyQuota("a") from second in AnyQuota("b") select new[] { first, second };

    [Fact]
    public void Charge_AnyPod_AgreesWithTheNaiveLedger() =>
        Prop.ForAll((from quotas in AnyQuotas from pod in AnyPod select (quotas, pod)).ToArbitrary(), given =>
        {
            var verdict = Charge(given.quotas, given.pod);
            var refuser = NaiveQuota.Refuser(given.quotas, given.pod);
            var naive = refuser is null ? given.quotas.ToDictionary(quota => quota.Name, quota => quota.ChargeFor(given.pod)) : [];
            return (verdict.IsAllowed == (refuser is null)
                && (refuser is null || verdict.Refusal!.Contains($" quota: {refuser}", StringComparison.Ordinal))
                && given.quotas.All(quota => Same(naive.GetValueOrDefault(quota.Name), verdict.Charges.GetValueOrDefault(quota.Name))))
                .Label($"ours {verdict.Refusal} {string.Join(' ', verdict.Charges)}, naive {refuser}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Charge_TakenBackAgain_LeavesWhatWasUsed() =>
        Prop.ForAll((from quotas in AnyQuotas from pod in AnyPod select (quotas, pod)).ToArbitrary(), given =>
        {
            var verdict = Charge(given.quotas, given.pod);
            return verdict.Ledger.Quotas.Zip(given.quotas.Select(quota => quota.ToModel())).All(pair =>
                (ResourceVector.From(pair.First.Status.Used) - (verdict.Charges.GetValueOrDefault(pair.First.Metadata.Name) ?? ResourceVector.Empty))
                .Equals(ResourceVector.From(pair.Second.Status.Used)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Charge_MoreOfWhatDidNotFit_DoesNotFitEither() =>
        Prop.ForAll((from quotas in AnyQuotas from pod in AnyPod from more in Gen.Choose(0, 500) select (quotas, pod, more)).ToArbitrary(), given =>
        {
            var larger = given.pod with
            {
                Containers = [.. given.pod.Containers.Select(container => container with { Request = container.Request + given.more, Limit = container.Limit + given.more })],
                PodRequest = given.pod.PodRequest + given.more,
                PodLimit = given.pod.PodLimit + given.more,
            };
            var unscoped = given.quotas.Select(quota => quota with { Scope = "" }).ToArray();
            return Charge(unscoped, given.pod).IsAllowed || !Charge(unscoped, larger).IsAllowed;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Charge_OtherOrderOfTheQuotas_AllowsTheSame() =>
        Prop.ForAll((from quotas in AnyQuotas from pod in AnyPod select (quotas, pod)).ToArbitrary(), given =>
        {
            NaiveQuota[] exchanged = [given.quotas[0] with { Name = "b" }, given.quotas[1] with { Name = "a" }];
            return Charge(given.quotas, given.pod).IsAllowed == Charge(exchanged, given.pod).IsAllowed;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Charge_OnePodAfterTheOther_UsesWhatARecountFinds() =>
        Prop.ForAll((from quotas in AnyQuotas from count in Gen.Choose(1, 8) from pods in AnyPod.ArrayOf(count) select (quotas, pods)).ToArbitrary(), given =>
        {
            var ledger = QuotaLedger.Of(given.quotas.Select(quota => (quota with { Used = quota.Hard.ToDictionary(limit => limit.Key, _ => 0L) }).ToModel()));
            List<GovernedObject> admitted = [];
            foreach (var pod in given.pods.Select(pod => pod.ToModel()))
            {
                var verdict = ledger.Charge(new(pod, null, ""), Example.Now);
                ledger = verdict.Ledger;
                admitted.AddRange(verdict.IsAllowed ? [pod] : []);
            }

            return ledger.Quotas.All(quota => !QuotaRecount.Changes(quota, QuotaRecount.Count(quota, QuotaRecount.Needs(quota), admitted, Example.Now)));
        }).QuickCheckThrowOnFailure();

    private static Gen<NaiveQuota> AnyQuota(string name) =>
        from scope in Gen.Elements("", "", "Terminating", "NotTerminating", "BestEffort", "NotBestEffort")
        from tracked in Gen.SubListOf(Names)
        from hard in Gen.Choose(0, 8000).ArrayOf(Names.Length)
        from used in Gen.Choose(0, 6000).ArrayOf(Names.Length)
        select new NaiveQuota(name, scope, Limits(tracked, hard), Limits(tracked, used));

    private static Dictionary<string, long> Limits(IEnumerable<string> tracked, int[] amounts) =>
        tracked.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => (long)amounts[pair.index]);

    private static QuotaVerdict Charge(NaiveQuota[] quotas, NaivePod pod) =>
        QuotaLedger.Of(quotas.Select(quota => quota.ToModel())).Charge(new(pod.ToModel(), null, ""), Example.Now);

    private static bool Same(Dictionary<string, long>? naive, ResourceVector? ours) =>
        (naive ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))
            .SequenceEqual((ours ?? ResourceVector.Empty).Amounts.Select(entry => (entry.Key, entry.Value.MilliValue)));
}
