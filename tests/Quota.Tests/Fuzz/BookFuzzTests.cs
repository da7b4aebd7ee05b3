using System.Text.Json;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Objects and quotas that came into the cluster past every check: the books of the status controller must bear them, since what a handler throws ends the program.</summary>
public sealed class BookFuzzTests
{
    private readonly VirtualTimeProvider _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly QuotaOptions _options = new() { Mode = GovernanceMode.Enforce };
    private readonly QuotaBooks _books;
    private readonly SteadyClock _clock;
    private int _version = 10;

    public BookFuzzTests()
    {
        _clock = new(_time);
        _books = new(new(_time), _options, new(), _clock);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Changes_OfHostileObjectsAndQuotas_AreCounted(int seed)
    {
        var random = new Random(seed);
        var (mutator, rules) = (new ReviewMutator(random), new HostileRules(random));
        var (seen, written) = (0, 0);
        for (var i = 0; i < 4_000; i++)
        {
            if (i % 20 == 0)
            {
                Change(JsonSerializer.Deserialize(SomeReviews.Bytes(rules.Quota($"n{random.Next(5)}", $"q{random.Next(4)}")), KubeJson.Default.ResourceQuota)!, isGone: random.Next(6) == 0);
            }

            seen += TryChange(mutator.Next(), $"n{random.Next(5)}", isGone: random.Next(4) == 0) ? 1 : 0;
            written += Settle($"n{random.Next(5)}", $"q{random.Next(4)}") ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
        }

        Assert.InRange(seen, 2_000, 4_000);
        Assert.InRange(written, 400, 4_000);
    }

    private void Change(ResourceQuota quota, bool isGone)
    {
        quota = quota with { Metadata = quota.Metadata with { ResourceVersion = $"{++_version}" } };
        _books.Changed(isGone ? new ObjectChange<ResourceQuota>(quota, null) : new(null, quota));
    }

    private bool TryChange(Admission.AdmissionRequest request, string ns, bool isGone)
    {
        try
        {
            _books.Changed(InNamespace(GovernedObject.Read(request.Group, request.Resource, request.Object), ns), isGone);
            return true;
        }
        catch (JsonException)
        {
            // No informer gets past that.
            return false;
        }
    }

    private static GovernedObject InNamespace(GovernedObject subject, string ns) => subject with
    {
        Model = subject.Model switch
        {
            Pod pod => pod with { Metadata = pod.Metadata with { Namespace = ns } },
            Service service => service with { Metadata = service.Metadata with { Namespace = ns } },
            PersistentVolumeClaim claim => claim with { Metadata = claim.Metadata with { Namespace = ns } },
            ResourceClaim claim => claim with { Metadata = claim.Metadata with { Namespace = ns } },
            PartialObjectMetadata other => other with { Metadata = other.Metadata with { Namespace = ns } },
            var other => other,
        },
    };

    // As the reconciler does, with an API that has what the caches have.
    private bool Settle(string ns, string name)
    {
        var book = _books.Of(ns);
        if (book.Find(name) is not { } quota)
        {
            return false;
        }

        var (needs, now) = (QuotaRecount.Needs(quota), _clock.Now);
        var plan = book.Plan(name, needs, now)!;
        plan = plan.NeedsProof ? book.Plan(name, needs, now, [])! : plan;
        var status = plan.Lag is { } lag ? plan.Correction.Reclaimed(lag) : plan.Correction.Status;
        _ = QuotaStatusPatch.Between(quota, status);
        Assert.DoesNotContain(status.Used?.Keys ?? [], used => quota.Status.Used?.ContainsKey(used) != true && status.Hard?.ContainsKey(used) != true);
        book.Settle(name, plan, quota with { Status = status, Metadata = quota.Metadata with { ResourceVersion = $"{++_version}" } }, now.Steady + _options.Resync);
        return true;
    }
}
