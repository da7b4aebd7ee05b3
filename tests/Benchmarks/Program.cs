using Autoscale.Benchmarks;
using Autoscale.Benchmarks.Hpa;
using Autoscale.Benchmarks.Metrics;
using Autoscale.Benchmarks.Reaction;

var rooms = new Dictionary<string, Func<int>>
{
    ["hpa"] = HpaBenchmark.Run,
    ["metrics"] = MetricsBenchmark.Run,
    ["reaction"] = ReactionBenchmark.Run,
};
if (args.Length == 1 && rooms.TryGetValue(args[0], out var run))
{
    Machine.Print();
    return run();
}

Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Benchmarks -- <{string.Join('|', rooms.Keys)}>");
return 1;
