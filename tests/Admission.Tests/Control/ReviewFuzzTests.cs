using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Admission.Control;
using Microsoft.Extensions.Logging.Abstractions;
using Server = Autoscale.LocalCluster.Api.Patching.JsonPatch;

namespace Autoscale.Admission.Tests.Control;

/// <summary>Damaged reviews, by the ten thousand: each is answered, or refused with a message.</summary>
public sealed class ReviewFuzzTests
{
    private const int Cases = 25_000;

    private readonly AdmissionChain _chain = new([new LimitingPolicy()], new AdmissionTelemetry(new PlainMeters()), NullLogger<AdmissionChain>.Instance);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task DamagedReviews_AreAnsweredOrRefused(int seed)
    {
        var mutator = new ReviewMutator(seed);
        var (answered, refused, patched) = (0, 0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var body = mutator.Next();
            var reading = AdmissionReviewReader.Read(body);
            if (reading.Request is not { } request)
            {
                Assert.InRange(reading.Problem!.Length, 1, 1000);
                refused++;
                continue;
            }

            AssertAnswer(body, request, await _chain.ValidateAsync(request, CancellationToken.None));
            var change = await _chain.MutateAsync(request, CancellationToken.None);
            AssertAnswer(body, request, change);
            patched += AssertPatch(request, change) ? 1 : 0;
            answered++;
        }

        // Damage that nothing survives would prove nothing.
        Assert.True(answered > Cases / 20 && refused > Cases / 20 && patched > Cases / 50, $"{answered} answered, {refused} refused, {patched} patched");
    }

    private static void AssertAnswer(byte[] body, AdmissionRequest request, AdmissionAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        AdmissionReviewWriter.Write(output, request, answer);

        var response = JsonNode.Parse(output.WrittenSpan, null, new JsonDocumentOptions { AllowDuplicateProperties = false })!["response"]!;
        Assert.Equal(request.Uid, response["uid"]!.GetValue<string>());
        Assert.Equal(answer.Denial is null, response["allowed"]!.GetValue<bool>());
        Assert.True(answer.Denial is null or { Code: >= 400 and < 500 }, $"{answer.Denial} for {Encoding.UTF8.GetString(body)}");
        Assert.All(response["warnings"]?.AsArray() ?? [], warning => Assert.DoesNotContain(warning!.GetValue<string>(), char.IsControl));
    }

    private static bool AssertPatch(AdmissionRequest request, AdmissionAnswer answer)
    {
        if (answer.Patch.IsEmpty)
        {
            return false;
        }

        var patched = Server.Apply(JsonNode.Parse(request.Object.Span), JsonNode.Parse(answer.Patch.Span)!.AsArray())!;
        foreach (var container in (patched["spec"] as JsonObject)?["containers"] as JsonArray ?? [])
        {
            Assert.Equal("1", ((container as JsonObject)?["resources"]?["limits"]?["cpu"] ?? "1").GetValue<string>());
        }

        return true;
    }
}
