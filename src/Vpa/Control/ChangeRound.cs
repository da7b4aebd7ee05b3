using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>What all changes of one round share: until when it lasts, how often the API was silent, and what they took of quotas.</summary>
internal sealed class ChangeRound(DateTimeOffset deadline)
{
    private HeadroomLedger? _headroom;

    /// <summary>When the next round is due.</summary>
    public DateTimeOffset Deadline => deadline;

    /// <summary>Times in a row that the API gave no answer.</summary>
    public int Silences { get; set; }

    /// <summary>What the quotas leave beside what this round took.</summary>
    public HeadroomLedger HeadroomOf(IQuotaHeadroom quotas) => _headroom ??= new(quotas);
}
