namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>CPU of pieces of work that each spread their cost evenly over their duration.</summary>
internal sealed class BusyMeter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, Piece> _active = [];
    private double _finished;

    /// <summary>Begins a piece; the result names it.</summary>
    public object Begin(DateTimeOffset now, TimeSpan duration, double cost)
    {
        var key = new object();
        lock (_lock)
        {
            _active[key] = new Piece(now, duration, cost);
        }

        return key;
    }

    /// <summary>Ends a piece; what it has used by then stays counted.</summary>
    public void End(object piece, DateTimeOffset now, bool isComplete)
    {
        lock (_lock)
        {
            if (_active.Remove(piece, out var done))
            {
                _finished += isComplete ? done.Cost : done.Used(now);
            }
        }
    }

    /// <summary>CPU used so far, in core-seconds.</summary>
    public double Seconds(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _finished + _active.Values.Sum(piece => piece.Used(now));
        }
    }

    private readonly record struct Piece(DateTimeOffset Start, TimeSpan Duration, double Cost)
    {
        public double Used(DateTimeOffset now) =>
            Duration <= TimeSpan.Zero ? Cost : Cost * Math.Clamp((now - Start) / Duration, 0, 1);
    }
}
