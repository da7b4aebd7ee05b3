using Autoscale.Kubernetes;

namespace Autoscale.Quota.Control;

/// <summary>A write that waits for the verdict of its namespace's quotas, and what it has been charged on the way.</summary>
internal sealed class WaitingWrite(QuotaWrite write, bool isDryRun)
{
    private readonly TaskCompletionSource<QuotaAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The write.</summary>
    public QuotaWrite Write { get; } = write;

    /// <summary>Whether nothing is charged.</summary>
    public bool IsDryRun { get; } = isDryRun;

    /// <summary>What the quotas said when it was last judged.</summary>
    public QuotaVerdict? Verdict { get; set; }

    /// <summary>Charges of it that are stored already, while others are not; by quota.</summary>
    public Dictionary<string, StoredCharge> Stored { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it needs no verdict any more: it has one, or who asked has gone.</summary>
    public bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>The answer, when it comes.</summary>
    public Task<QuotaAnswer> Answer => _answer.Task;

    /// <summary>Answers; false when who asked has gone before.</summary>
    public bool TryAnswer(QuotaAnswer answer) => _answer.TrySetResult(answer);

    /// <summary>Answers with what the quotas said last; false when who asked has gone before.</summary>
    public bool TryAnswer() => TryAnswer(Verdict is { Refusal: { } why } ? QuotaAnswer.Refused(why) : QuotaAnswer.Allowed);

    /// <summary>A charge that one quota has stored, which quota that was, lest it be taken for its successor of the same name, and when.</summary>
    internal readonly record struct StoredCharge(ResourceVector Charge, string QuotaUid, long At);
}
