namespace Autoscale.Testing.Transcripts;

/// <summary>One command of a recorded terminal session, what it printed and how it ended.</summary>
public sealed record TranscriptStep(string Command, string Output, int ExitCode)
{
    /// <summary>The steps of a file in tests/Transcripts.</summary>
    public static IReadOnlyList<TranscriptStep> Read(string folder, string file) =>
        [.. File.ReadAllText(Path.Combine(folder, file)).Split("\n$ ").Select((text, index) => Parse(index == 0 ? text[2..] : text))];

    private static TranscriptStep Parse(string text)
    {
        const string Mark = "[exit code: ";
        var end = text.LastIndexOf(Mark, StringComparison.Ordinal);
        var head = text.IndexOf('\n', StringComparison.Ordinal);
        var code = text[(end + Mark.Length)..text.IndexOf(']', end)];
        return new TranscriptStep(text[..head], text[(head + 1)..end], int.Parse(code, System.Globalization.CultureInfo.InvariantCulture));
    }
}
