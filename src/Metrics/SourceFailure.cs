using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace Autoscale.Metrics;

/// <summary>Says in one line why a source could not be read.</summary>
public static class SourceFailure
{
    private const int LongestReason = 300;

    /// <summary>
    /// The reason, of at most 300 characters. An <see cref="InvalidDataException"/> is thrown by the sources themselves, with a text
    /// for users; JSON that cannot be read is not quoted, since it may be anything.
    /// What hides our secrets is applied before the text is cut.
    /// </summary>
    public static string Reason(Exception problem, Func<string, string>? hide = null) =>
        OneLine(hide is null ? Text(problem) : hide(Text(problem)));

    /// <summary>A text of others in one line of at most 300 characters.</summary>
    public static string OneLine(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").Trim().Where(one => !char.IsControl(one)));
        return line.Length <= LongestReason ? line : string.Concat(line.AsSpan(0, LongestReason - 1), "…");
    }

    private static string Text(Exception problem) => problem switch
    {
        InvalidDataException => problem.Message,
        JsonException => "an answer that is not the JSON that it should be",
        OperationCanceledException => "no whole answer in time",
        _ when problem.GetBaseException() is AuthenticationException refused => $"no TLS with it: {refused.Message}",
        _ when problem.GetBaseException() is SocketException { SocketErrorCode: SocketError.HostNotFound } => "its host name is not known",
        _ => problem.GetBaseException().Message,
    };
}
