namespace Autoscale.Metrics.Sources;

/// <summary>The broker's statistics of what happened to a queue's messages; one that never did is left out by it.</summary>
internal struct MessageStatistics
{
    private Flow _totals;
    private Flow _rates;

    /// <summary>Whether one of them can be none.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>All since the broker counts.</summary>
    public readonly FlowCounters Totals => _totals.Counters;

    /// <summary>Per second, over the broker's last interval.</summary>
    public readonly FlowCounters Rates => _rates.Counters;

    /// <summary>Takes a counter by its name; those that are not named apart are of deliveries that nobody acknowledges.</summary>
    public void Count(ReadOnlySpan<byte> name, double? total) => _totals.Take(name, Checked(total));

    /// <summary>Takes the rate of a counter by the counter's name.</summary>
    public void Rate(ReadOnlySpan<byte> name, double? perSecond) => _rates.Take(name, Checked(perSecond));

    // More than this no broker counted, and sums of it stay exact.
    private double Checked(double? value)
    {
        IsImpossible |= !(value >= 0 && value <= 1e15);
        return IsImpossible ? 0 : value ?? 0;
    }

    private struct Flow
    {
        private double _publish;
        private double _deliver;
        private double _acknowledge;
        private double _unasked;

        public readonly FlowCounters Counters => new(_publish, _deliver, _acknowledge, _acknowledge + _unasked);

        public void Take(ReadOnlySpan<byte> name, double value)
        {
            if (name.SequenceEqual("publish"u8))
            {
                _publish = value;
            }
            else if (name.SequenceEqual("deliver_get"u8))
            {
                _deliver = value;
            }
            else if (name.SequenceEqual("ack"u8))
            {
                _acknowledge = value;
            }
            else
            {
                _unasked += value;
            }
        }
    }
}
