namespace Autoscale.Testing.Transcripts;

/// <summary>Plays recorded steps in a terminal and tells where it prints something else; what is named as uncompared may print anything, and what is added to the real output is taken out first.</summary>
public sealed class Replay(Terminal terminal, Func<TranscriptStep, string?> whyUncompared, Func<string, string> withoutAdditions)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<string> _differences = [];

    /// <summary>What was printed otherwise, with what was expected.</summary>
    public string Report => $"{_differences.Count} differences:\n{string.Join("\n\n", _differences)}";

    /// <summary>Whether everything was printed as recorded.</summary>
    public bool IsSame => _differences.Count == 0;

    /// <summary>Runs the command of a step; what only reads is run again until the controllers have caught up.</summary>
    public async Task PlayAsync(TranscriptStep step)
    {
        var isCompared = whyUncompared(step) is null;
        var isRepeated = isCompared
            && (step.Command.StartsWith("kubectl get", StringComparison.Ordinal) || step.Command.StartsWith("kubectl describe", StringComparison.Ordinal));
        var expected = Text(step.Command, step.Output, step.ExitCode);
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        string got;
        do
        {
            var (output, code) = await terminal.RunAsync(step.Command);
            got = Text(step.Command, withoutAdditions(output), code);
        }
        while (got != expected && isRepeated && time.GetElapsedTime(start) < Patience);

        if (got != expected && isCompared)
        {
            _differences.Add($"$ {step.Command}\nexpected:\n{expected}\ngot:\n{got}");
        }
    }

    private static string Text(string command, string output, int code) => $"{Normalization.Apply(command, output)}\n[exit code: {code}]";
}
