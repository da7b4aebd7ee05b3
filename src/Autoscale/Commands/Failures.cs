using System.Net.Sockets;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Nodes.Brokers;
using Microsoft.Extensions.Options;

namespace Autoscale.Commands;

/// <summary>Turns the failures that a user can mend into one line and an exit code.</summary>
internal static class Failures
{
    /// <summary>Runs a command; an expected failure is told in one line and ends with exit code 1, a cancellation is a normal end.</summary>
    public static Task<int> ReportAsync(Func<CancellationToken, Task<int>> command, CancellationToken cancellationToken) =>
        ReportAsync(command, 1, cancellationToken);

    /// <summary>As the other, where a failure has an exit code of its own.</summary>
    public static async Task<int> ReportAsync(Func<CancellationToken, Task<int>> command, int exitCode, CancellationToken cancellationToken)
    {
        try
        {
            return await command(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (Line(failure) is not null)
        {
            await Console.Error.WriteLineAsync($"autoscale: {Line(failure)}");
            return exitCode;
        }
    }

    /// <summary>What to tell of a failure, on one line; null when it is a defect of ours, which shall not be hidden.</summary>
    internal static string? Line(Exception failure) => failure switch
    {
        KubeConfigException or KubeError or LoopEndedException or BrokerUnavailableException or OptionsValidationException or UnauthorizedAccessException
            or IOException or HttpRequestException or SocketException or TimeoutException or FormatException => OneLine(failure.Message),
        _ => null,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
