namespace Autoscale.Admission;

/// <summary>Puts the refusals of several policies into one, as the API server words aggregated errors.</summary>
public static class CollectedDenials
{
    private const int FirstServerError = 500;

    /// <summary>
    /// One refusal stays as it is. Of several, the texts stand in brackets, identical ones once, after what all of them begin with
    /// (<c>pods "p" is forbidden: [a, b]</c>); code and reason are those of the highest code, where what is final (4xx) outranks
    /// what might pass when tried again (5xx).
    /// </summary>
    public static AdmissionDenial Combine(IReadOnlyList<AdmissionDenial> denials)
    {
        var distinct = denials.DistinctBy(denial => denial.Message).ToList();
        if (distinct.Count == 1)
        {
            return distinct[0];
        }

        var leading = distinct.OrderBy(denial => denial.Code >= FirstServerError).ThenByDescending(denial => denial.Code).First();
        var prefix = SharedPrefix(distinct);
        return leading with { Message = $"{prefix}[{string.Join(", ", distinct.Select(denial => denial.Message[prefix.Length..]))}]" };
    }

    private static string SharedPrefix(List<AdmissionDenial> denials)
    {
        var first = denials[0].Message;
        var at = first.IndexOf(AdmissionDenial.IsForbidden, StringComparison.Ordinal);
        var prefix = at < 0 ? "" : first[..(at + AdmissionDenial.IsForbidden.Length)];
        return denials.TrueForAll(denial => denial.Message.StartsWith(prefix, StringComparison.Ordinal)) ? prefix : "";
    }
}
