using System.Buffers;
using System.Text.Json.Nodes;

namespace Autoscale.Admission.Tests;

public sealed class AdmissionReviewWriterTests
{
    [Fact]
    public void Write_Allowed_HasNoStatusAndNoPatch() =>
        AssertResponse("""{"uid":"u","allowed":true}""", AdmissionAnswer.Allowed);

    [Fact]
    public void Write_Patch_IsBase64() =>
        AssertResponse("""{"uid":"u","allowed":true,"patch":"W10=","patchType":"JSONPatch"}""", new() { Patch = "[]"u8.ToArray() });

    [Fact]
    public void Write_DenialWithAPatch_LeavesThePatchOut() => AssertResponse(
        """{"uid":"u","allowed":false,"status":{"metadata":{},"status":"Failure","message":"no","reason":"BadRequest","code":400},"warnings":["w"]}""",
        new() { Denial = AdmissionDenial.BadRequest("no"), Patch = "[]"u8.ToArray(), Warnings = ["w"] });

    [Theory]
    [InlineData("Forbidden", """{"name":"web","group":"apps","kind":"deployments"}""")]
    [InlineData("Invalid", """{"name":"web","group":"apps","kind":"Deployment"}""")]
    public void Write_DenialAboutTheObject_NamesItAsTheServerDoes(string reason, string details) => AssertResponse(
        $$$"""{"uid":"u","allowed":false,"status":{"metadata":{},"status":"Failure","message":"no","reason":"{{{reason}}}","details":{{{details}}},"code":403}}""",
        new() { Denial = new(403, reason, "no") { Name = "web" } });

    [Fact]
    public void Write_InternalError_CarriesItsCause() => AssertResponse(
        """
        {"uid":"u","allowed":false,"status":{"metadata":{},"status":"Failure","message":"Internal error occurred: it broke","reason":"InternalError",
        "details":{"causes":[{"message":"it broke"}]},"code":500}}
        """,
        new() { Denial = AdmissionDenial.InternalError("it broke") });

    [Fact]
    public void Write_WhatMayBeTriedAgain_SaysWhen() => AssertResponse(
        """
        {"uid":"u","allowed":false,"status":{"metadata":{},"status":"Failure","reason":"ServerTimeout",
        "message":"The UPDATE operation against deployments.apps could not be completed at this time, please try again.",
        "details":{"group":"apps","kind":"deployments","retryAfterSeconds":1},"code":500}}
        """,
        new() { Denial = AdmissionDenial.TryAgain(Request) });

    private static AdmissionRequest Request { get; } =
        new() { Uid = "u", Group = "apps", Version = "v1", Resource = "deployments", Name = "w", Kind = "Deployment", Operation = AdmissionOperation.Update };

    private static void AssertResponse(string expected, AdmissionAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        AdmissionReviewWriter.Write(output, Request, answer);

        var review = JsonNode.Parse(output.WrittenSpan)!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), review["response"]), $"expected {expected}, got {review["response"]}");
    }
}
