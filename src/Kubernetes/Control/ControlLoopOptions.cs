using System.Net.Sockets;
using System.Text.Json;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Kubernetes.Control;

/// <summary>Settings of one control loop.</summary>
public sealed record ControlLoopOptions
{
    /// <summary>How many keys are worked on at a time, at least 1. Default 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>When a key comes back whose work has failed terminally; null (the default) leaves that to the next change.</summary>
    public TimeSpan? RequeueAfterTerminal { get; init; }

    /// <summary>Says what kind of failure an exception is. Default <see cref="Classify"/>.</summary>
    public Func<Exception, FailureKind> Classifier { get; init; } = Classify;

    /// <summary>Conflicts and answers of the API by what they say, broken connections and timeouts as transient, the rest as terminal.</summary>
    public static FailureKind Classify(Exception failure) => failure switch
    {
        KubeError { IsConflict: true } => FailureKind.Conflict,
        KubeError error => error.IsTransient ? FailureKind.Transient : FailureKind.Terminal,
        HttpRequestException or IOException or SocketException or TimeoutException => FailureKind.Transient,
        KubeConfigException or JsonException or OperationCanceledException => FailureKind.Transient,
        _ => FailureKind.Terminal,
    };
}
