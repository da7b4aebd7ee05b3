namespace Autoscale.Checks;

/// <summary>The report for people: a line a finding, aligned, and a summary.</summary>
internal static class ReportText
{
    /// <summary>The lines; notes only on demand.</summary>
    public static IEnumerable<string> Lines(CheckReport report, bool isVerbose)
    {
        var places = Width(report.Objects.Select(one => one.Subject.Place.ToString()));
        var names = Width(report.Objects.Select(NameOf));
        foreach (var one in report.Objects)
        {
            var (place, name) = (one.Subject.Place.ToString(), NameOf(one));
            foreach (var finding in Findings(one, isVerbose))
            {
                yield return $"{place.PadRight(places)}  {name.PadRight(names)}  {finding}";
                (place, name) = ("", "");
            }
        }

        yield return Summary(report);
    }

    /// <summary>How many objects there are, and how many of them are refused and warned of.</summary>
    public static string Summary(CheckReport report)
    {
        var unusable = report.Problems.Count == 0 ? "" : $", {report.Problems.Count} unusable";
        return $"{report.Objects.Count} {(report.Objects.Count == 1 ? "object" : "objects")}, {report.Refused} refused, {report.Warned} warned{unusable}";
    }

    private static IEnumerable<string> Findings(CheckedObject one, bool isVerbose)
    {
        var findings = one.Findings;
        var lines = findings.Refusals.Select(refusal => $"refused: {refusal.Message}")
            .Concat(findings.Warnings.Select(warning => $"warning: {warning}"))
            .Concat(findings.Defaults.GroupBy(field => field.Target).Select(Defaults))
            .Concat(isVerbose ? findings.Notes.Select(note => $"note: {note}") : [])
            .ToList();
        return one.IsRefused || one.IsWarned || findings.Defaults.Count > 0 ? lines : lines.Prepend("ok");
    }

    private static string Defaults(IGrouping<string, FieldDefault> fields) =>
        $"defaults: {fields.Key} gets {string.Join(", ", fields.Select(field => $"{field.Field}={field.Value}"))}";

    private static string NameOf(CheckedObject one) =>
        $"{one.Subject.Kind}/{one.Name}" + (one.Namespace.Length == 0 ? "" : $" -n {one.Namespace}");

    // One that is very long shall not push all others aside.
    private static int Width(IEnumerable<string> texts) => texts.Select(text => text.Length).Where(length => length <= 60).DefaultIfEmpty(0).Max();
}
