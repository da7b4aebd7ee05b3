using System.Globalization;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Testing.Governance;

namespace Autoscale.Benchmarks.Soak;

/// <summary>
/// Fills and empties three quotas over and over, by many clients at once and through three processes of the webhook that are killed
/// one after the other, while a fourth quota is written all the time and a fifth has no room at all.
/// </summary>
internal static class GovernanceSoak
{
    private const int Clients = 64;
    private const int Room = 600;

    // After that, replicas live long enough for one to lead, which gives back what those that were killed have charged in vain.
    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(5);

    /// <summary>Runs for so many minutes, ten without an argument; 0 when every round admitted exactly what fits and nobody got an answer that he should not get.</summary>
    public static int Run(string[] arguments)
    {
        var minutes = arguments is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 10;
        return RunAsync(TimeSpan.FromMinutes(minutes)).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(TimeSpan duration)
    {
        Console.WriteLine($"{Clients} clients, room for {Room} pods, three replicas of which one is killed every second in the first 20 s of a round; rounds for {duration.TotalMinutes:0.#} minutes");
        using var local = await LocalProcess.StartAsync("--controllers=false", "--nodes", "0");
        await using var replicas = await WebhookReplicas.StartAsync(local, 3);
        await MakeQuotasAsync(local);
        var start = TimeProvider.System.GetTimestamp();
        var isRight = true;
        for (var round = 1; TimeProvider.System.GetElapsedTime(start) < duration; round++)
        {
            isRight &= await RoundAsync(local, replicas, round);
        }

        return isRight ? 0 : 1;
    }

    private static async Task MakeQuotasAsync(LocalProcess local)
    {
        (string Name, string Hard)[] quotas =
        [
            ("a", """{"pods":"700"}"""), ("b", """{"requests.cpu":"60"}"""), ("c", """{"count/pods":"650"}"""),
            ("busy", """{"count/configmaps":"100000"}"""), ("none", """{"count/secrets":"0"}"""),
        ];
        foreach (var (name, hard) in quotas)
        {
            await QuotaObjects.CreateAsync(local.Client, name, hard);
        }
    }

    private static async Task<bool> RoundAsync(LocalProcess local, WebhookReplicas replicas, int round)
    {
        var (kills, start) = (replicas.Kills, TimeProvider.System.GetTimestamp());
        using var pods = new CreationRush(local.Client.Config, QuotaObjects.Pods, QuotaObjects.Pod);
        using var secrets = new CreationRush(local.Client.Config, QuotaObjects.Secrets, QuotaObjects.Named);
        var isOver = false;
        bool IsEarly(TimeSpan limit) => TimeProvider.System.GetElapsedTime(start) < limit;
        var touching = QuotaObjects.TouchAsync(local.Client, "busy", () => isOver);
        await Task.WhenAll(
            replicas.KillAsync(() => pods.Created >= Room || !IsEarly(KillingTime)),
            pods.RunAsync(Clients, 12, $"p{round}-", () => pods.Created < Room && IsEarly(RoundLimit)),
            secrets.RunAsync(Clients / 8, 40, $"s{round}-", () => false));
        isOver = true;
        await touching;
        await replicas.ReadyAsync(3);
        await pods.RunAsync(Clients, 1, $"late{round}-", () => false);
        var count = await QuotaObjects.CountAsync(local.Client, QuotaObjects.Pods);
        await UsedAsync(local.Client, Room);
        await QuotaObjects.DeleteAsync(local.Client, QuotaObjects.Pods);
        await UsedAsync(local.Client, 0);
        string[] wrong = [.. pods.Wrong, .. secrets.Wrong];
        Console.WriteLine(
            $"round {round}: {pods.Requests + secrets.Requests} requests in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s, {replicas.Kills - kills} kills; "
            + $"{count} of {Room} pods and {secrets.Created} of 0 secrets let in, {pods.Refused + secrets.Refused} refused, "
            + $"{pods.Unasked + secrets.Unasked} could not be asked about, {wrong.Length} wrong answers");
        Array.ForEach(wrong, Console.WriteLine);
        return wrong.Length == 0 && count == Room && secrets.Created == 0;
    }

    private static async Task UsedAsync(KubeClient client, int pods)
    {
        await QuotaObjects.UsedAsync(client, "a", "pods", $"{pods}");
        await QuotaObjects.UsedAsync(client, "b", "requests.cpu", $"{pods / 10}");
        await QuotaObjects.UsedAsync(client, "c", "count/pods", $"{pods}");
    }
}
