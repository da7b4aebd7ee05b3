namespace Autoscale.Checks;

/// <summary>Why something that was to be checked cannot be read.</summary>
/// <param name="Place">Where.</param>
/// <param name="Line">The line of the file, from 1; 0 when it is not known.</param>
/// <param name="Column">The column in the line, from 1; 0 when it is not known.</param>
/// <param name="Message">What is wrong, on one line.</param>
internal sealed record InputProblem(ManifestPlace Place, long Line, long Column, string Message)
{
    /// <summary>Says what is wrong with something as a whole.</summary>
    public static InputProblem Of(ManifestPlace place, string message) => new(place, 0, 0, message);

    /// <summary>The problem on one line, with its place.</summary>
    public override string ToString()
    {
        var position = Line == 0 ? "" : Column == 0 ? $" line {Line}:" : $" line {Line}, column {Column}:";
        return $"{Place}:{position} {Message.ReplaceLineEndings(" ").Trim()}";
    }
}
