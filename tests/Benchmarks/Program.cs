using Autoscale.Benchmarks;
using Autoscale.Benchmarks.Admission;
using Autoscale.Benchmarks.Hpa;
using Autoscale.Benchmarks.Metrics;
using Autoscale.Benchmarks.RabbitMq;
using Autoscale.Benchmarks.Reaction;
using Autoscale.Benchmarks.Soak;
using Autoscale.Benchmarks.Vertical;
using Autoscale.Benchmarks.Vpa;

switch (args)
{
    case [AdmissionReplica.Word, .. var arguments]:
        return AdmissionReplica.Run(arguments);
    case [KubeletFarm.Word, .. var arguments]:
        return KubeletFarm.Run(arguments);
    case ["governance-soak", .. var arguments]:
        Machine.Print();
        return GovernanceSoak.Run(arguments);
    case ["metrics-soak", .. var arguments]:
        Machine.Print();
        return MetricsSoak.Run(arguments);
}

var rooms = new Dictionary<string, Func<int>>
{
    ["admission"] = AdmissionBenchmark.Run,
    ["admission-renewal"] = RenewalBenchmark.Run,
    ["cooperation"] = CooperationTable.Run,
    ["feeds"] = FeedBenchmark.Run,
    ["hpa"] = HpaBenchmark.Run,
    ["metrics"] = MetricsBenchmark.Run,
    ["rabbitmq"] = QueueBenchmark.Run,
    ["reaction"] = ReactionBenchmark.Run,
    ["vpa"] = VpaBenchmark.Run,
    ["vpa-traces"] = ReplayTable.Run,
};
if (args.Length == 1 && rooms.TryGetValue(args[0], out var run))
{
    Machine.Print();
    return run();
}

Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Benchmarks -- <{string.Join('|', rooms.Keys)}|governance-soak [minutes]|metrics-soak [minutes]>");
return 1;
