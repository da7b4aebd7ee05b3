namespace Autoscale.Quota.Control;

/// <summary>What the quotas say about the writes of a batch, each judged on the ledger as those before it leave it.</summary>
internal sealed class BatchJudgement
{
    private readonly HashSet<WaitingWrite> _early = [];

    private BatchJudgement(QuotaLedger ledger) => Ledger = ledger;

    /// <summary>The quotas with what all allowed writes are charged.</summary>
    public QuotaLedger Ledger { get; private set; }

    /// <summary>Whether a write is refused.</summary>
    public bool HasRefusals { get; private set; }

    /// <summary>Judges the writes that wait; what was stored for one in an earlier try is not charged to it again.</summary>
    public static BatchJudgement Of(QuotaLedger ledger, IReadOnlyList<WaitingWrite> batch, SettlementServices services)
    {
        var judged = new BatchJudgement(ledger);
        var now = services.Time.GetUtcNow();
        foreach (var write in batch)
        {
            judged.Judge(write, Without(judged.Ledger, write, services), now, isFirst: ReferenceEquals(judged.Ledger, ledger));
        }

        return judged;
    }

    /// <summary>Answers those whose verdict does not depend on whether anything is stored now.</summary>
    public void AnswerEarly(List<WaitingWrite> batch)
    {
        foreach (var write in batch.Where(write => _early.Contains(write) && write.Stored.Count == 0))
        {
            write.TryAnswer();
        }

        batch.RemoveAll(write => write.IsAnswered && write.Stored.Count == 0);
    }

    // A refusal after a charge that is not stored yet may turn out otherwise when that charge does.
    private void Judge(WaitingWrite write, QuotaLedger basis, DateTimeOffset now, bool isFirst)
    {
        var verdict = basis.Charge(write.Write, now);
        write.Verdict = verdict;
        HasRefusals |= !verdict.IsAllowed;
        if (write.IsDryRun || verdict.Charges.Count == 0)
        {
            if (verdict.IsAllowed || isFirst)
            {
                _early.Add(write);
            }

            return;
        }

        Ledger = verdict.Ledger;
    }

    // A charge that is too old may have been counted away as lost: it is left to that, and made anew.
    private static QuotaLedger Without(QuotaLedger ledger, WaitingWrite write, SettlementServices services)
    {
        foreach (var (name, stored) in write.Stored.ToList())
        {
            if (services.Time.GetElapsedTime(stored.At) > services.Options.CreditLife)
            {
                write.Stored.Remove(name);
                services.Telemetry.Retried("credit");
            }
            else if (ledger.Quotas.FirstOrDefault(quota => quota.Metadata.Name == name && quota.Metadata.Uid == stored.QuotaUid) is { } quota)
            {
                ledger = ledger.With(QuotaUse.Less(quota, stored.Charge));
            }
        }

        return ledger;
    }
}
