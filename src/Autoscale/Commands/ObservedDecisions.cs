using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;

namespace Autoscale.Commands;

/// <summary>Tells on the command line what the horizontal autoscaler would do, whenever that changes.</summary>
internal sealed class ObservedDecisions(DecisionBook decisions, TextWriter output)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ObjectKey, string> _told = [];

    /// <summary>Tells until the work ends or is cancelled.</summary>
    public async Task FollowAsync(Task work, CancellationToken cancellationToken)
    {
        while (!work.IsCompleted)
        {
            var notes = decisions.All;
            foreach (var note in notes)
            {
                Tell(note);
            }

            foreach (var gone in _told.Keys.Except(notes.Select(note => note.Key)).ToList())
            {
                _told.Remove(gone);
            }

            await Task.Delay(Period, Composition.Clock, cancellationToken);
        }
    }

    private void Tell(DecisionNote note)
    {
        var line = DecisionLine.Of(note);
        if (!_told.TryGetValue(note.Key, out var last) || last != line)
        {
            _told[note.Key] = line;
            output.WriteLine($"{note.Time:HH:mm:ss} {note.Key} {note.Target.Kind}/{note.Target.Name}: {line}");
        }
    }
}
