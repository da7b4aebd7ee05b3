using System.Text;
using System.Text.Json;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>Reading answers piece by piece.</summary>
public sealed class PrometheusJsonTests
{
    [Fact]
    public async Task Read_WhateverPiecesComeIn_GivesTheSameAnswer()
    {
        const string json = """
            {"infos":["i"],"data":{"result":[
              {"metric":{"__name__":"up","text":"\u00fc \"漢\" 😀"},"value":[1700000000.25,"1"]},
              {"unknown":[{"metric":{"x":"y"},"value":[2,"9"]}],"value":[2,"NaN"],"metric":{}},
              {"metric":{"h":"1"},"histogram":[3,{"count":"5","buckets":[[0,"1","2","3"]]}]}
            ],"resultType":"vector"},"status":"success","more":{"data":{"result":[]}}}
            """;

        for (var size = 1; size < 80; size++)
        {
            var answer = await ReadAsync(json, size);

            Assert.Equal(("vector", true), (answer.ResultType, answer.IsSuccess));
            Assert.Equal(["1 1700000000.25", "NaN 2", "a histogram 3"], answer.Samples.Select(sample => FormattableString.Invariant($"{sample.Value} {sample.Time}")));
            Assert.Equal("ü \"漢\" 😀", answer.Samples[0].Labels["text"]);
            Assert.Equal(SeriesLabels.None, answer.Samples[1].Labels);
            Assert.Equal(["i"], answer.Notes);
        }
    }

    [Fact]
    public async Task Read_Scalar_IsOneSampleWithoutLabels()
    {
        var answer = await ReadAsync("""{"status":"success","data":{"resultType":"scalar","result":[17.5,"2"]}}""", 7);

        Assert.Equal([new PrometheusSample(SeriesLabels.None, "2", 17.5)], answer.Samples);
    }

    [Fact]
    public async Task Read_Series_HandsOverTheirLabelSets()
    {
        var sets = new List<string>();

        var json = new PrometheusJson(labels => sets.Add(string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"))));
        await ReadAsync("""{"status":"success","data":[{"__name__":"a","pod":"p"},{"__name__":"b"}]}""", 5, json);

        Assert.Equal(["__name__=a,pod=p", "__name__=b"], sets);
    }

    [Fact]
    public void Read_AnyOtherJson_IsReadOrRefusedAsSuch() => Prop.ForAll(Jsons.ToArbitrary(), json =>
    {
        try
        {
            return ReadAsync(json, 16).GetAwaiter().GetResult().Bytes == 0;
        }
        catch (Exception refused) when (refused is JsonException or InvalidDataException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    private static Gen<string> Jsons => Gen.Sized(size => JsonOf(Math.Min(size, 4)));

    private static Gen<string> JsonOf(int depth)
    {
        var words = Gen.Elements("\"status\"", "\"success\"", "\"data\"", "\"result\"", "\"metric\"", "\"value\"", "\"\\ud800\"");
        var leaves = Gen.OneOf(words, Gen.Elements("1", "1e999", "null", "true", "[", "}", ""));
        if (depth == 0)
        {
            return leaves;
        }

        var inner = JsonOf(depth - 1);
        var arrays = inner.ListOf(3).Select(items => $"[{string.Join(',', items)}]");
        var objects = words.Zip(inner).ListOf(3).Select(pairs => $"{{{string.Join(',', pairs.Select(pair => $"{pair.Item1}:{pair.Item2}"))}}}");
        return Gen.OneOf(leaves, arrays, objects);
    }

    private static async Task<PrometheusAnswer> ReadAsync(string json, int pieces, PrometheusJson? into = null)
    {
        using var content = new StreamContent(new InPieces(Encoding.UTF8.GetBytes(json), pieces));
        into ??= new PrometheusJson();
        await BoundedJson.ReadAsync(content, into, 1 << 20, default);
        return into.End();
    }

    /// <summary>Gives no more than so many bytes at once.</summary>
    private sealed class InPieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
