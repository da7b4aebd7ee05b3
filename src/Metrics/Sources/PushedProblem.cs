namespace Autoscale.Metrics.Sources;

/// <summary>What is wrong with one field of a report; the limit that it breaks, where there is one.</summary>
internal sealed record PushedProblem(PushedRefusal Refusal, string Field, string Message, double? Limit = null)
{
    public override string ToString() => $"{Field}: {Message}";
}
