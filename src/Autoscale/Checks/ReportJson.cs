using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autoscale.Checks;

/// <summary>The report for programs; its members are documented and only ever added to.</summary>
internal sealed record ReportJson
{
    // Quotes and ampersands as people write them: the text is no part of a web page.
    private static readonly CheckJson Readable = new(new(CheckJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The objects, in the order of the files.</summary>
    public required IReadOnlyList<ObjectLine> Objects { get; init; }

    /// <summary>What could not be checked.</summary>
    public required IReadOnlyList<ProblemLine> Problems { get; init; }

    /// <summary>The counts.</summary>
    public required Counts Summary { get; init; }

    /// <summary>The text of a report.</summary>
    public static string Of(CheckReport report) => JsonSerializer.Serialize(
        new ReportJson
        {
            Objects = [.. report.Objects.Select(ObjectLine.Of)],
            Problems = [.. report.Problems.Select(ProblemLine.Of)],
            Summary = new(report.Objects.Count, report.Refused, report.Warned, report.Problems.Count),
        },
        Readable.ReportJson);

    /// <summary>How many objects there are, and what became of them.</summary>
    internal sealed record Counts(int Objects, int Refused, int Warned, int Unusable);

    /// <summary>Something that could not be checked; line and column are null where they are not known.</summary>
    internal sealed record ProblemLine(string File, int? Document, int? Item, long? Line, long? Column, string Message)
    {
        /// <summary>The line of a problem.</summary>
        public static ProblemLine Of(InputProblem problem) => new(
            problem.Place.File,
            problem.Place.Document == 0 ? null : problem.Place.Document,
            problem.Place.Item,
            problem.Line > 0 ? problem.Line : problem.Place.Line > 0 ? problem.Place.Line : null,
            problem.Column > 0 ? problem.Column : null,
            problem.Message);
    }

    /// <summary>One object and its verdict: ok, defaulted, warned or refused.</summary>
    internal sealed record ObjectLine
    {
        /// <summary>The file.</summary>
        public required string File { get; init; }

        /// <summary>The document in the file, from 1.</summary>
        public int Document { get; init; }

        /// <summary>The item of a list, from 0.</summary>
        public int? Item { get; init; }

        /// <summary>The line on which the document begins, from 1.</summary>
        public int Line { get; init; }

        /// <summary>Group and version.</summary>
        public required string ApiVersion { get; init; }

        /// <summary>The kind.</summary>
        public required string Kind { get; init; }

        /// <summary>The namespace; null when the object lies in none.</summary>
        public string? Namespace { get; init; }

        /// <summary>The name.</summary>
        public required string Name { get; init; }

        /// <summary>ok, defaulted, warned or refused, the gravest that there is.</summary>
        public required string Verdict { get; init; }

        /// <summary>What would be set.</summary>
        public required IReadOnlyList<DefaultLine> Defaults { get; init; }

        /// <summary>What would be warned of.</summary>
        public required IReadOnlyList<string> Warnings { get; init; }

        /// <summary>Why it would be refused.</summary>
        public required IReadOnlyList<CheckRefusal> Refusals { get; init; }

        /// <summary>What was taken for granted.</summary>
        public required IReadOnlyList<string> Notes { get; init; }

        /// <summary>The line of an object.</summary>
        public static ObjectLine Of(CheckedObject one) => new()
        {
            File = one.Subject.Place.File,
            Document = one.Subject.Place.Document,
            Item = one.Subject.Place.Item,
            Line = one.Subject.Place.Line,
            ApiVersion = one.Subject.ApiVersion,
            Kind = one.Subject.Kind,
            Namespace = one.Namespace.Length == 0 ? null : one.Namespace,
            Name = one.Name,
            Verdict = one.IsRefused ? "refused" : one.IsWarned ? "warned" : one.Findings.Defaults.Count > 0 ? "defaulted" : "ok",
            Defaults = [.. one.Findings.Defaults.Select(field => new DefaultLine($"{field.Target}.{field.Field}", field.Value))],
            Warnings = one.Findings.Warnings,
            Refusals = one.Findings.Refusals,
            Notes = one.Findings.Notes,
        };
    }

    /// <summary>A field, by its path, and what it would be set to.</summary>
    internal sealed record DefaultLine(string Field, string Value);
}
