using System.Net;

namespace Autoscale.Benchmarks.Admission;

/// <summary>
/// Measures the webhook over TLS: how many reviews of a pod one core answers in a second, and how long they take at half of the load
/// that is aimed at. The namespace of the pod has a limit range and two quotas.
/// </summary>
internal static class AdmissionBenchmark
{
    private const int InFlight = 32;
    private const int Rounds = 3;
    private const int FreeAim = 5000;
    private const int ChargedAim = 1000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OpenRound = TimeSpan.FromSeconds(4);

    /// <summary>Runs everything; 0 when every review was answered as it should have been.</summary>
    public static int Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<int> RunAsync()
    {
        Console.WriteLine($"""
            The webhook on one core, the API and the load on another; {InFlight} reviews at a time, best of {Rounds} rounds of {Round.TotalSeconds:0} s after one to warm up.
            "of CPU": for each second of processor time that the webhook used, which is what other work on the machine disturbs least.
            Latencies at half of the load that is aimed at ({FreeAim} a second, charged {ChargedAim}), of reviews that come at random, from when they were due.
            Nobody creates the pods whose reviews are charged, so that the status controller gives every charge back meanwhile.
            """);
        using var scene = await AdmissionScene.StartAsync();
        await scene.PrepareAsync(["full"], cores: "50m");
        await scene.PrepareAsync(["unseen"], scope: "Terminating");
        await scene.PrepareAsync(["ns-0"]);
        await ForEachAsync(scene, ["ns-0"], (_, _, load) => load.ClosedAsync(InFlight, WarmUp));
        Console.WriteLine("1 namespace");
        var isRight = await MeasureAllAsync(scene, ["ns-0"]);
        var others = Enumerable.Range(1, 999).Select(number => $"ns-{number}").ToList();
        await scene.PrepareAsync(others);
        Console.WriteLine("1,000 namespaces");
        isRight &= await MeasureAllAsync(scene, ["ns-0", .. others]);
        return isRight & await RenewalBenchmark.RunAsync() ? 0 : 1;
    }

    private static async Task<bool> MeasureAllAsync(AdmissionScene scene, IReadOnlyList<string> namespaces)
    {
        var isRight = true;
        await ForEachAsync(scene, namespaces, async (name, aim, load) => isRight &= await MeasureAsync(scene, name, aim, load));
        return isRight;
    }

    private static async Task ForEachAsync(AdmissionScene scene, IReadOnlyList<string> namespaces, Func<string, int, ReviewLoad, Task> measure)
    {
        foreach (var version in (Version[])[HttpVersion.Version20, HttpVersion.Version11])
        {
            using var http = scene.Connect(version, await scene.BundleAsync(), Timeout.InfiniteTimeSpan);
            var protocol = version.Major == 2 ? "HTTP/2  " : "HTTP/1.1";
            ReviewLoad Load(string path, byte[][] bodies, bool isAllowed = true) => new(() => http, path, bodies, isAllowed);
            await measure($"{protocol} mutate", FreeAim, Load("/mutate", Bodies(namespaces, SomeReviews.ToMutate)));
            await measure($"{protocol} validate, dry run", FreeAim, Load("/validate", Bodies(namespaces, SomeReviews.ToTry)));
            await measure($"{protocol} validate, no quota sees it", FreeAim, Load("/validate", Bodies(["unseen"], SomeReviews.ToValidate)));
            await measure($"{protocol} validate, refused", FreeAim, Load("/validate", Bodies(["full"], SomeReviews.ToValidate), isAllowed: false));
            await measure($"{protocol} validate, charged", ChargedAim, Load("/validate", Bodies(namespaces, SomeReviews.ToValidate)));
        }
    }

    private static async Task<bool> MeasureAsync(AdmissionScene scene, string name, int aim, ReviewLoad load)
    {
        await load.ClosedAsync(InFlight, WarmUp);
        var (best, bestOfProcessor) = (0.0, 0.0);
        List<Latencies> all = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (start, before) = (TimeProvider.System.GetTimestamp(), scene.ProcessorTime);
            var latencies = await load.ClosedAsync(InFlight, Round);
            var (took, used) = (TimeProvider.System.GetElapsedTime(start), scene.ProcessorTime - before);
            best = Math.Max(best, latencies.Count / took.TotalSeconds);
            bestOfProcessor = Math.Max(bestOfProcessor, latencies.Count / used.TotalSeconds);
            all.Add(latencies);
        }

        var open = new List<Latencies>();
        for (var round = 0; round < Rounds; round++)
        {
            open.Add(await load.OpenAsync(aim / 2, OpenRound));
        }

        Console.WriteLine($"  {name,-36}{best,8:0} a second {bestOfProcessor,8:0} of CPU    at {aim / 2}/s: {open.MinBy(one => one.Percentile(0.99))}");
        var wrong = all.Concat(open).SelectMany(one => one.Wrong).ToList();
        wrong.ForEach(one => Console.WriteLine($"    {one.Value} times: {one.Key}"));
        return wrong.Count == 0;
    }

    private static byte[][] Bodies(IReadOnlyList<string> namespaces, Func<string, int, byte[]> body) =>
        [.. Enumerable.Range(0, Math.Max(1000, namespaces.Count)).Select(id => body(namespaces[id % namespaces.Count], id))];
}
