using System.Collections.Concurrent;
using Autoscale.Hpa.Control;
using Spectre.Console;

namespace Autoscale.Demo;

/// <summary>Prints the demo as it goes: a line a period with what was decided since the last one, and the summary.</summary>
internal sealed class DemoView
{
    private const string Header = "time   arrivals/s  backlog  queue workers  http workers  decision";
    private const int WidthOfAFile = 200;

    private readonly IAnsiConsole _console;
    private readonly ConcurrentQueue<(string Name, string Line)> _decided = [];
    private readonly ConcurrentDictionary<string, string> _held = new();
    private DemoSample? _last;

    /// <summary>Writes to the console; where that is a file, lines are not broken.</summary>
    public DemoView(IAnsiConsole console)
    {
        _console = console;
        if (!console.Profile.Capabilities.Ansi)
        {
            console.Profile.Width = WidthOfAFile;
        }
    }

    /// <summary>Says what is about to happen.</summary>
    public void Begin(DemoSettings settings, Uri api)
    {
        var broker = settings.Broker is { } address ? $"RabbitMQ at {address.Host}:{address.Port}" : "a broker in memory";
        _console.WriteLine($"A local Kubernetes API serves at {api}; look at it with");
        _console.WriteLine($"  kubectl --kubeconfig {settings.Kubeconfig} -n {DemoSettings.Namespace} get hpa,pods");
        _console.WriteLine($"Replaying {settings.Trace.Requests} recorded arrivals at {settings.Speed:0.#} times their speed, through {broker}.");
        _console.WriteLine();
        _console.MarkupLine($"[bold]{Header}[/]");
    }

    /// <summary>Keeps a decision for the next line: a change of replicas, or the first of a row that could not be made.</summary>
    public void Note(DecisionNote note)
    {
        var line = DecisionLine.Of(note);
        if (note.Decision.Rescales || (note.Error is not null && _held.GetValueOrDefault(note.Key.Name) != line))
        {
            _decided.Enqueue((note.Key.Name, line));
        }

        _held[note.Key.Name] = note.Error is null ? "" : line;
    }

    /// <summary>Prints the state; several decisions since the last line follow on lines of their own.</summary>
    public void Show(DemoSample sample)
    {
        var since = _last is null ? sample.At : sample.At - _last.At;
        var arrivals = since > TimeSpan.Zero ? (sample.Published - (_last?.Published ?? 0)) / since.TotalSeconds : 0;
        _last = sample;
        var state = $"{DemoResult.Clock(sample.At),-5}  {arrivals,10:0}  {sample.Backlog,7}  {sample.QueueWorkers,13}  {sample.HttpWorkers,12}";
        Print(state);
        while (!_decided.IsEmpty)
        {
            Print(new string(' ', state.Length));
        }
    }

    /// <summary>Prints the summary.</summary>
    public void End(DemoResult result)
    {
        _console.WriteLine();
        foreach (var line in result.Lines())
        {
            _console.WriteLine(line);
        }
    }

    private void Print(string state)
    {
        var decision = _decided.TryDequeue(out var next) ? $"{next.Name} {next.Line}" : "";
        _console.MarkupLine($"{state.EscapeMarkup()}  [green]{decision.EscapeMarkup()}[/]");
    }
}
