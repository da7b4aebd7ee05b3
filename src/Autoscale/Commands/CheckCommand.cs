using System.CommandLine;
using Autoscale.Checks;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Commands;

/// <summary><c>autoscale check</c>: what limit ranges and quotas would make of the objects in files, with exit codes for scripts.</summary>
internal static class CheckCommand
{
    /// <summary>Name of the command.</summary>
    public const string Name = "check";

    private const int Interrupted = 130;

    private static readonly Option<string[]> Files = new("--filename", "-f")
    {
        Description = "Files and folders with manifests in YAML or JSON; - for the standard input.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Namespace = new("--namespace", "-n")
    {
        Description = "The namespace of objects that name none; by default that of the kubeconfig's context, or default.",
    };

    private static readonly Option<bool> Cluster = new("--cluster")
    {
        Description = "Check against the rules and the objects of a cluster, which is only read, and those of the files.",
    };

    private static readonly Option<string?> Kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file, for --cluster; without it $KUBECONFIG, ~/.kube/config, or in a pod the service account.",
    };

    private static readonly Option<string?> Context = new("--context") { Description = "The context of the kubeconfig, for --cluster; its current one by default." };

    private static readonly Option<ReportFormat> Output = new("--output", "-o") { Description = "text, or json for programs." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail on warnings as well." };

    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Say what was taken for granted." };

    /// <summary>Builds the command.</summary>
    public static Command Build()
    {
        var command = new Command(Name, "Say which defaults manifests would get and which of them would be refused. Exit code 1: something is refused; 2: something cannot be checked.")
        {
            Files, Namespace, Cluster, Kubeconfig, Context, Output, Strict, Verbose,
        };
        command.SetAction((parsed, cancellationToken) => Failures.ReportAsync(token => RunAsync(parsed, token), CheckReport.Unusable, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(Files) is { Length: > 0 } given ? given : throw new FormatException("-f says which files to check; - is the standard input");
        var config = ClusterOf(parsed);
        using var client = config is null ? null : Composition.Client(config);
        try
        {
            await using var input = Console.OpenStandardInput();
            var manifests = new ManifestFiles(input).Read(files);
            var ns = parsed.GetValue(Namespace) ?? config?.Namespace ?? "default";
            var run = new CheckRun(ns, client is null ? null : new LiveCluster(client), Composition.Clock);
            var report = await run.RunAsync(manifests, cancellationToken);
            await TellAsync(report, parsed);
            return report.ExitCode(parsed.GetValue(Strict));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private static async Task TellAsync(CheckReport report, ParseResult parsed)
    {
        foreach (var problem in report.Problems)
        {
            await Console.Error.WriteLineAsync($"autoscale: {problem}");
        }

        var lines = parsed.GetValue(Output) == ReportFormat.Json ? [ReportJson.Of(report)] : ReportText.Lines(report, parsed.GetValue(Verbose));
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(line);
        }
    }

    // Whoever says which cluster means to use it.
    private static KubeConfig? ClusterOf(ParseResult parsed)
    {
        var source = new KubeConfigSource { Path = parsed.GetValue(Kubeconfig), Context = parsed.GetValue(Context) };
        return parsed.GetValue(Cluster) || source.Path is not null || source.Context is not null ? KubeConfig.Load(source) : null;
    }
}
