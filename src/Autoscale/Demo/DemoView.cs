using Autoscale.Hpa.Control;
using Spectre.Console;

namespace Autoscale.Demo;

/// <summary>Prints the demo as it goes: a line a period, the decisions between them, and the summary.</summary>
internal sealed class DemoView(IAnsiConsole console)
{
    private readonly Dictionary<string, string> _told = [];
    private DemoSample? _last;

    /// <summary>Says what is about to happen.</summary>
    public void Begin(DemoSettings settings, Uri api)
    {
        var broker = settings.Broker is { } address ? $"RabbitMQ at {address.Host}:{address.Port}" : "a broker in memory";
        Line($"A local Kubernetes API serves at {api}; look at it with");
        Line($"  kubectl --kubeconfig {settings.Kubeconfig} -n {DemoSettings.Namespace} get hpa,pods");
        Line($"Replaying {settings.Trace.Requests} arrivals of a recorded LLM service at {settings.Speed:0.#} times their speed, through {broker}.");
        Line("");
        Line("time   arrivals/s  backlog  queue workers  http workers  decision");
    }

    /// <summary>Prints the state, with what was decided since the last line.</summary>
    public void Show(DemoSample sample, IReadOnlyList<DecisionNote> decisions)
    {
        var since = _last is null ? sample.At : sample.At - _last.At;
        var arrivals = since > TimeSpan.Zero ? (sample.Published - (_last?.Published ?? 0)) / since.TotalSeconds : 0;
        _last = sample;
        var news = decisions.Select(News).OfType<string>().ToList();
        Line($"{DemoResult.Clock(sample.At),-5}  {arrivals,10:0}  {sample.Backlog,7}  {sample.QueueWorkers,13}  {sample.HttpWorkers,12}  {string.Join("; ", news)}");
    }

    /// <summary>Prints the summary.</summary>
    public void End(DemoResult result)
    {
        Line("");
        foreach (var line in result.Lines())
        {
            Line(line);
        }
    }

    private string? News(DecisionNote note)
    {
        var line = DecisionLine.Of(note);
        var isNew = !_told.TryGetValue(note.Key.Name, out var last) || last != line;
        _told[note.Key.Name] = line;
        return isNew ? $"{note.Key.Name} {line}" : null;
    }

    private void Line(string text) => console.WriteLine(text);
}
