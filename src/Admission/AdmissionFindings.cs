namespace Autoscale.Admission;

/// <summary>Collects what the policies say about one review.</summary>
internal sealed class AdmissionFindings
{
    private List<AdmissionDenial>? _denials;
    private List<string>? _warnings;

    public bool HasDenial => _denials is not null;

    public void Add(AdmissionVerdict verdict)
    {
        if (verdict.Denial is { } denial)
        {
            (_denials ??= []).Add(denial);
        }

        if (verdict.Warnings.Count > 0)
        {
            (_warnings ??= []).AddRange(verdict.Warnings);
        }
    }

    /// <summary>The answer; the patch counts only when nothing was denied.</summary>
    public AdmissionAnswer ToAnswer(ReadOnlyMemory<byte> patch) => (_denials, _warnings) switch
    {
        (null, null) when patch.IsEmpty => AdmissionAnswer.Allowed,
        (null, _) => new() { Warnings = _warnings ?? [], Patch = patch },
        _ => new() { Warnings = _warnings ?? [], Denial = CollectedDenials.Combine(_denials) },
    };
}
