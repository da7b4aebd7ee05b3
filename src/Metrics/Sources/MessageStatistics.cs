namespace Autoscale.Metrics.Sources;

/// <summary>The broker's statistics of what happened to a queue's messages; one that never did is left out by it.</summary>
internal struct MessageStatistics
{
    private double _publish;
    private double _deliver;
    private double _acknowledge;
    private double _unasked;
    private double _publishRate;
    private double _deliverRate;
    private double _acknowledgeRate;
    private double _unaskedRate;

    /// <summary>Whether one of them can be none.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>All since the broker counts.</summary>
    public readonly FlowCounters Totals => new(_publish, _deliver, _acknowledge, _acknowledge + _unasked);

    /// <summary>Per second, over the broker's last interval.</summary>
    public readonly FlowCounters Rates => new(_publishRate, _deliverRate, _acknowledgeRate, _acknowledgeRate + _unaskedRate);

    /// <summary>Takes a counter by its name; other names are none of ours.</summary>
    public void Count(ReadOnlySpan<byte> name, double? total)
    {
        var value = Checked(total);
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

    /// <summary>Takes the rate of a counter by the name of its details.</summary>
    public void Rate(ReadOnlySpan<byte> name, double? perSecond)
    {
        var value = Checked(perSecond);
        if (name.SequenceEqual("publish_details"u8))
        {
            _publishRate = value;
        }
        else if (name.SequenceEqual("deliver_get_details"u8))
        {
            _deliverRate = value;
        }
        else if (name.SequenceEqual("ack_details"u8))
        {
            _acknowledgeRate = value;
        }
        else
        {
            _unaskedRate += value;
        }
    }

    // More than this no broker counted, and sums of it stay exact.
    private double Checked(double? value)
    {
        IsImpossible |= !(value >= 0 && value <= 1e15);
        return IsImpossible ? 0 : value ?? 0;
    }
}
