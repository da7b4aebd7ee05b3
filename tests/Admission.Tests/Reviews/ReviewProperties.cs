using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Admission.Tests;

/// <summary>Whatever texts are in a review or an answer, they arrive.</summary>
public sealed class ReviewProperties
{
    private static readonly Config Thousand = Config.QuickThrowOnFailure.WithMaxTest(1000);

    // Among them what JSON escapes, what UTF-8 needs four bytes for, and what no header may hold.
    private static readonly Gen<string> Texts =
        from count in Gen.Choose(1, 40)
        from parts in Gen.Elements("a", "Z", " ", "\"", "\\", "/", "\n", "\0", "\u0085", "ü", "\ufffd", "😀", "<", "'", "{}", "\u2028").ArrayOf(count)
        select string.Concat(parts);

    [Fact]
    public void Read_AnyTexts_AreReadAsTheyWereWritten() =>
        Check.One(Thousand, Prop.ForAll(Texts.ArrayOf(6).ToArbitrary(), texts =>
        {
            var request = Given.Request(it =>
            {
                (it["uid"], it["name"], it["namespace"], it["subResource"]) = (texts[0], texts[1], texts[2], texts[3]);
                it["userInfo"]!["username"] = texts[4];
                it["object"]!["metadata"]!["labels"]![texts[5]] = texts[5];
            });

            var read = new[] { request.Uid, request.Name, request.Namespace, request.Subresource, request.User };
            return read.SequenceEqual(texts.Take(5))
                && JsonNode.Parse(request.Object.Span)!["metadata"]!["labels"]![texts[5]]!.GetValue<string>() == texts[5];
        }));

    [Fact]
    public void Write_AnyTexts_AreOneWellFormedReview() =>
        Check.One(Thousand, Prop.ForAll(Texts.ArrayOf(5).ToArbitrary(), texts =>
        {
            var output = new ArrayBufferWriter<byte>();
            var request = new AdmissionRequest { Uid = texts[0], Resource = texts[1], Group = texts[2] };
            AdmissionReviewWriter.Write(output, request, new() { Denial = AdmissionDenial.Forbidden(request, texts[3], texts[4]), Warnings = texts });

            var response = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement.GetProperty("response");
            return response.GetProperty("uid").GetString() == texts[0]
                && response.GetProperty("status").GetProperty("message").GetString() == $"{texts[1]}.{texts[2]} \"{texts[3]}\" is forbidden: {texts[4]}"
                && response.GetProperty("status").GetProperty("details").GetProperty("name").GetString() == texts[3]
                && Warnings(response).All(warning => warning.Length is > 0 and <= 512 && !warning.Any(char.IsControl));
        }));

    private static IEnumerable<string> Warnings(JsonElement response) =>
        response.TryGetProperty("warnings", out var warnings) ? warnings.EnumerateArray().Select(warning => warning.GetString()!) : [];
}
