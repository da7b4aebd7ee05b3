using System.Text;
using System.Text.Json;
using Autoscale.Vpa.History;

namespace Autoscale.Vpa.Tests.History;

public sealed class RangeReaderTests
{
    [Fact]
    public void Take_Matrix_HandsOverEverySeriesWithItsSamples()
    {
        var series = Read("""
            {"status":"success","data":{"resultType":"matrix","result":[
            {"metric":{"pod":"a"},"values":[[10,"1.5"],[20.5,"NaN"]]},{"metric":{"pod":"b"},"values":[[30,"2"]]}]}}
            """);

        Assert.Equal(["a: 10=1.5 20.5=NaN", "b: 30=2"], series);
    }

    [Fact]
    public void Take_Vector_HandsOverOneSampleEach() =>
        Assert.Equal(["a: 10=3"], Read("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"pod":"a"},"value":[10,"3"]}]}}"""));

    [Fact]
    public void Take_MomentsBeyondTheCalendar_AreLeftOut() =>
        Assert.Equal(["a:"], Read("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"pod":"a"},"values":[[1e300,"3"],[-5,"3"]]}]}}"""));

    [Theory]
    [InlineData("""{"status":"error","errorType":"bad_data","error":"parse error"}""", "it refused the query: parse error")]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[10,"3"]}}""", "it answered with a scalar where series were asked for")]
    [InlineData("""{"hello":"world"}""", "an answer that is not of Prometheus' API")]
    public void End_NoSeries_SaysWhatItIs(string answer, string because) =>
        Assert.Equal(because, Assert.Throws<InvalidDataException>(() => Read(answer)).Message);

    private static List<string> Read(string answer)
    {
        var series = new List<string>();
        var into = new RangeReader((labels, samples) =>
            series.Add($"{labels["pod"]}:{string.Concat(samples.Select(one => FormattableString.Invariant($" {(one.Time - DateTimeOffset.UnixEpoch).TotalSeconds}={one.Value}")))}"));
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(answer));
        while (reader.Read())
        {
            into.Take(ref reader);
        }

        into.End();
        return series;
    }
}
