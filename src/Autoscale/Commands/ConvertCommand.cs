using System.CommandLine;
using System.Text;
using Autoscale.Converts;

namespace Autoscale.Commands;

/// <summary><c>autoscale convert</c>: makes MetricSources of the configurations of others.</summary>
internal static class ConvertCommand
{
    private const long LongestFile = 8 << 20;
    private const string Input = "-";

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A configuration of prometheus-adapter, a ConfigMap that holds one, or values of its Helm chart; - for the standard input.",
    };

    private static readonly Option<string> Name = new("--name") { Description = "The name of the source.", DefaultValueFactory = _ => "prometheus-adapter" };

    private static readonly Option<string?> Namespace = new("--namespace", "-n")
    {
        Description = "Write a MetricSource of this namespace; without it a ClusterMetricSource, which serves all of them as prometheus-adapter does.",
    };

    private static readonly Option<string?> Url = new("--prometheus-url") { Description = "The Prometheus server, as prometheus-adapter is given it." };

    /// <summary>Builds the command.</summary>
    public static Command Build()
    {
        var adapter = new Command("prometheus-adapter", "Write the MetricSource that has the metrics of a configuration of prometheus-adapter. Exit code 1: something cannot be converted, and nothing is written.")
        {
            File, Name, Namespace, Url,
        };
        adapter.SetAction((parsed, cancellationToken) => Failures.ReportAsync(token => RunAsync(parsed, token), cancellationToken));
        return new Command("convert", "Turn the configurations of other programs into MetricSources.") { adapter };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var target = new ConvertTarget(parsed.GetRequiredValue(Name), parsed.GetValue(Namespace), parsed.GetValue(Url));
        var conversion = new AdapterConversion(target);
        var sources = conversion.Convert(new AdapterFile(file == Input ? "stdin" : file).Read(await ReadAsync(file, cancellationToken)));
        foreach (var problem in conversion.Problems)
        {
            await Console.Error.WriteLineAsync($"autoscale: {problem}");
        }

        if (conversion.Problems.Count > 0)
        {
            return 1;
        }

        foreach (var source in sources)
        {
            await Console.Out.WriteAsync(SourceText.Of(source, target.Namespace));
        }

        return 0;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = file == Input ? Console.OpenStandardInput() : System.IO.File.OpenRead(file);
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false));
        if (file != Input && stream.Length > LongestFile)
        {
            throw new FormatException($"{file}: has more than {LongestFile >> 20} MiB");
        }

        return await text.ReadToEndAsync(cancellationToken);
    }
}
