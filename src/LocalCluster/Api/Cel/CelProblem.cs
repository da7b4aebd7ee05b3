namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>An expression that is malformed, or asks for more of the language than is supported; tells where.</summary>
internal sealed class CelProblem(int start, string message) : Exception(message)
{
    /// <summary>How the problem is shown to whoever wrote the expression, as cel-go shows it.</summary>
    public string Describe(string expression)
    {
        var line = expression.AsSpan(0, start).Count('\n') + 1;
        var begin = start == 0 ? 0 : expression.LastIndexOf('\n', start - 1) + 1;
        var end = expression.IndexOf('\n', start);
        var text = end < 0 ? expression[begin..] : expression[begin..end];
        return $"ERROR: <input>:{line}:{start - begin + 1}: {Message}\n | {text}\n | {new string('.', start - begin)}^";
    }
}
