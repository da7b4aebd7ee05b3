using System.Collections.Concurrent;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Targeting;

namespace Autoscale.Vpa.Control;

/// <summary>
/// The scale of controllers of kinds that are not well known, read by discovery. What was read, and that a kind has no scale, holds for
/// ten minutes, that an object is not there for half a minute; what nobody asked for is forgotten after an hour; a question ends after
/// ten seconds.
/// </summary>
internal sealed class ScaleCache(KubeClient client, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FreshnessOfAbsence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly KindRoutes _routes = new(client);
    private readonly ConcurrentDictionary<ControllerReference, Entry> _entries = new();
    private readonly ConcurrentDictionary<(string Group, string Kind), Unscalable> _unscalable = new();

    /// <summary>
    /// The scale, or that the object or its kind's scale is not there; throws <see cref="TargetException"/> for a kind that the API
    /// does not know, and what asking throws.
    /// </summary>
    public async Task<ScaleReading> ReadAsync(ControllerReference of, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGetValue(of, out var entry) && now < entry.FreshUntil)
        {
            entry.UsedAt = now;
            return entry.Reading;
        }

        if (_unscalable.TryGetValue((of.Group, of.Kind), out var kind) && now < kind.FreshUntil)
        {
            return new(null, kind.AbsenceOf(of));
        }

        var reading = await WithinAsync(token => AskAsync(of, token), cancellationToken);
        _entries[of] = new(reading, now + (reading.Scale is null ? FreshnessOfAbsence : Freshness)) { UsedAt = now };
        return reading;
    }

    /// <summary>Forgets what nobody asked for of late.</summary>
    public void Collect()
    {
        var now = time.GetUtcNow();
        foreach (var pair in _entries.Where(pair => now - pair.Value.UsedAt > Lifetime))
        {
            _entries.TryRemove(pair);
        }

        foreach (var pair in _unscalable.Where(pair => now >= pair.Value.FreshUntil))
        {
            _unscalable.TryRemove(pair);
        }
    }

    private async Task<ScaleReading> AskAsync(ControllerReference of, CancellationToken cancellationToken)
    {
        var routes = await _routes.FindAsync(of.Group, of.Kind, cancellationToken);
        if (routes.Count == 0)
        {
            throw new TargetException(TargetTexts.UnknownKind(of));
        }

        var (absence, isNamed) = ("", true);
        foreach (var route in routes)
        {
            try
            {
                var scale = await client.GetAsync(route.Of(of.Namespace, of.Name).Sub("scale"), KubeJson.Default.Scale, cancellationToken);
                return new(scale, "");
            }
            catch (KubeError error) when (error.IsNotFound)
            {
                // Another version of the kind may have a scale. Where the object alone is missing, the server names it.
                absence = error.Message;
                isNamed &= error.Details?.Name is { Length: > 0 };
            }
        }

        Learn(of, absence, isNamed);
        return new(null, absence);
    }

    // Servers of custom kinds name the object also where its kind has no scale: discovery alone tells the two apart.
    private void Learn(ControllerReference of, string absence, bool isNamed)
    {
        var lacksScale = _routes.LacksScale(of.Group, of.Kind);
        if (lacksScale)
        {
            _unscalable[(of.Group, of.Kind)] = new(of, absence, time.GetUtcNow() + Freshness);
        }

        if (lacksScale || !isNamed)
        {
            _routes.Forget(of.Group, of.Kind);
        }
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the server did not answer within {Deadline.TotalSeconds} s", late);
        }
    }

    private sealed class Entry(ScaleReading reading, DateTimeOffset freshUntil)
    {
        public ScaleReading Reading => reading;

        public DateTimeOffset FreshUntil => freshUntil;

        public DateTimeOffset UsedAt { get; set; }
    }

    private sealed record Unscalable(ControllerReference Asked, string Absence, DateTimeOffset FreshUntil)
    {
        public string AbsenceOf(ControllerReference of) => Absence.Replace($"\"{Asked.Name}\"", $"\"{of.Name}\"", StringComparison.Ordinal);
    }
}
