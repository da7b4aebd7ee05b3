using Autoscale.Testing;
using Autoscale.Testing.Governance;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>Quotas hold through the API server and several processes of the webhook, whatever happens to these.</summary>
[Trait("Category", "Long")]
public sealed class ConcurrentQuotaTests
{
    private const int Clients = 64;
    private const int Room = 1500;

    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Pods_ManyClientsWhileReplicasAreKilled_AsManyAsFitAreLetIn()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false", "--nodes", "0");
        await using var replicas = await WebhookReplicas.StartAsync(local, 3);
        await QuotaObjects.CreateAsync(local.Client, "a", """{"pods":"1700"}""");
        await QuotaObjects.CreateAsync(local.Client, "b", """{"requests.cpu":"150"}""");
        await QuotaObjects.CreateAsync(local.Client, "c", """{"count/pods":"1600"}""");
        using var rush = new CreationRush(local.Client.Config, QuotaObjects.Pods, QuotaObjects.Pod);

        // What was charged by those that were killed is given back by one that lives long enough to lead.
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(
            replicas.KillAsync(() => rush.Created >= Room || TimeProvider.System.GetElapsedTime(start) > KillingTime),
            rush.RunAsync(Clients, 28, "p", () => rush.Created < Room && TimeProvider.System.GetElapsedTime(start) < Limit));
        await replicas.ReadyAsync(3);
        await rush.RunAsync(Clients, 1, "late", () => false);

        Assert.Empty(rush.Wrong);
        Assert.Equal((Room, Room), (rush.Created, await QuotaObjects.CountAsync(local.Client, QuotaObjects.Pods)));
        Assert.InRange(replicas.Kills, 1, int.MaxValue);
        await QuotaObjects.UsedAsync(local.Client, "a", "pods", $"{Room}");
        await QuotaObjects.UsedAsync(local.Client, "b", "requests.cpu", "150");
        await QuotaObjects.UsedAsync(local.Client, "c", "count/pods", $"{Room}");
    }

    [Fact]
    public async Task Secrets_WhileANeighbourQuotaIsBusy_NoneIsLetIn()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false", "--nodes", "0");
        await using var replicas = await WebhookReplicas.StartAsync(local, 3);
        await QuotaObjects.CreateAsync(local.Client, "busy", """{"count/configmaps":"100000"}""");
        await QuotaObjects.CreateAsync(local.Client, "none", """{"count/secrets":"0"}""");
        using var maps = new CreationRush(local.Client.Config, QuotaObjects.ConfigMaps, QuotaObjects.Named);
        using var secrets = new CreationRush(local.Client.Config, QuotaObjects.Secrets, QuotaObjects.Named);

        await Task.WhenAll(
            maps.RunAsync(Clients / 2, 40, "m", () => false),
            secrets.RunAsync(Clients / 2, 80, "s", () => false),
            QuotaObjects.TouchAsync(local.Client, "busy", () => secrets.Requests >= Clients / 2 * 80));

        Assert.Empty(secrets.Wrong.Concat(maps.Wrong));
        Assert.Equal((0, Clients / 2 * 80), (secrets.Created, secrets.Refused));
        Assert.Equal((0, Clients / 2 * 40), (await QuotaObjects.CountAsync(local.Client, QuotaObjects.Secrets), maps.Created));
        await QuotaObjects.UsedAsync(local.Client, "busy", "count/configmaps", $"{await QuotaObjects.CountAsync(local.Client, QuotaObjects.ConfigMaps)}");
        await QuotaObjects.UsedAsync(local.Client, "none", "count/secrets", "0");
    }
}
