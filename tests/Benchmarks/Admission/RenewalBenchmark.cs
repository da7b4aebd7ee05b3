namespace Autoscale.Benchmarks.Admission;

/// <summary>Asks reviews while certificates that live for seconds are renewed, and their authority with them: not one may fail.</summary>
internal static class RenewalBenchmark
{
    private const int LifeSeconds = 6;
    private const int PerSecond = 1250;
    private const int InFlight = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromSeconds(1);

    /// <summary>Runs it; 0 when no review failed although certificates and authorities were renewed.</summary>
    public static int Run() => RunAsync().GetAwaiter().GetResult() ? 0 : 1;

    /// <summary>The same for who waits for it.</summary>
    public static async Task<bool> RunAsync()
    {
        using var scene = await AdmissionScene.StartAsync(LifeSeconds);
        await scene.PrepareAsync(["ns-0"]);
        using var clients = new TrustingClients(scene, ConnectionLife);
        await clients.LookAsync();
        byte[][] bodies = [.. Enumerable.Range(0, 1000).Select(id => SomeReviews.ToTry("ns-0", id))];
        using var end = new CancellationTokenSource();
        var looking = clients.FollowAsync(end.Token);
        await new ReviewLoad(() => clients.Newest.Http1, "/validate", bodies, true).ClosedAsync(InFlight, WarmUp);
        var loads = await Task.WhenAll(
            new ReviewLoad(() => clients.Newest.Http1, "/validate", bodies, true).OpenAsync(PerSecond, Duration),
            new ReviewLoad(() => clients.Newest.Http2, "/validate", bodies, true).OpenAsync(PerSecond, Duration));
        await end.CancelAsync();
        await looking;
        var wrong = loads.SelectMany(load => load.Wrong).ToList();
        Console.WriteLine($"""
            Certificates that live {LifeSeconds} s, connections that live {ConnectionLife.TotalSeconds:0} s, {2 * PerSecond} reviews a second for {Duration.TotalSeconds:0} s:
              {loads.Sum(load => load.Count)} reviews answered, {wrong.Sum(one => one.Value)} failed; {clients.Certificates} certificates were shown, {clients.Bundles} sets of authorities were to be trusted
              HTTP/1.1 {loads[0]}
              HTTP/2   {loads[1]}
            """);
        wrong.ForEach(one => Console.WriteLine($"    {one.Value} times: {one.Key}"));
        return wrong.Count == 0 && clients is { Certificates: > 2, Bundles: > 2 };
    }
}
