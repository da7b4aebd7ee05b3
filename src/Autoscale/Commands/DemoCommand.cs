using System.CommandLine;
using Autoscale.Demo;
using Spectre.Console;

namespace Autoscale.Commands;

/// <summary><c>autoscale demo</c>: a local cluster, the controllers, and recorded traffic replayed as messages and requests.</summary>
internal static class DemoCommand
{
    // What a shell answers for a program that was interrupted: a demo that was cut short has proved nothing.
    private const int Interrupted = 130;

    private static readonly Option<double> Speed = new Option<double>("--speed")
    {
        Description = "How many times faster than recorded the traffic comes, 1 to 200.",
        DefaultValueFactory = _ => 20,
    }.Within(1, 200);

    private static readonly Option<int> Messages = new Option<int>("--messages")
    {
        Description = "How many messages to publish; the recording begins again when it ends.",
        DefaultValueFactory = _ => ArrivalTrace.Embedded().Requests,
    }.Within(1, 10_000_000);

    private static readonly Option<string> Kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file to write, to look at the cluster with kubectl meanwhile.",
        DefaultValueFactory = _ => LocalCommand.DefaultKubeconfig,
    };

    /// <summary>Builds the command.</summary>
    public static Command Build()
    {
        var command = new Command("demo", "Watch a queue of real messages and a load of requests drive replicas up and down; about three minutes.")
        {
            BrokerOption.Value, BrokerOption.Management, Speed, Messages, Kubeconfig,
        };
        command.SetAction((parsed, cancellationToken) => Failures.ReportAsync(token => RunAsync(parsed, token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = new DemoSettings
        {
            Trace = ArrivalTrace.Embedded().Take(parsed.GetValue(Messages)),
            Speed = parsed.GetValue(Speed),
            Broker = parsed.GetValue(BrokerOption.Value),
            Brokers = BrokerOption.Brokers(parsed),
            Kubeconfig = parsed.GetValue(Kubeconfig) ?? LocalCommand.DefaultKubeconfig,
        };
        try
        {
            var result = await new DemoSession(settings, new DemoView(Terminal())).RunAsync(cancellationToken);
            return result.Passed ? 0 : 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    // Whatever is written to a file shall be plain text.
    private static IAnsiConsole Terminal() => Console.IsOutputRedirected
        ? AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors })
        : AnsiConsole.Console;
}
