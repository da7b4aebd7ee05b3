using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;
using Autoscale.Testing.Transcripts;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Compares columns with the tables that a real server gave.</summary>
public sealed class RecordedTableTests
{
    [Theory]
    [InlineData("horizontalpodautoscalers")]
    [InlineData("resourcequotas")]
    [InlineData("pods")]
    [InlineData("deployments")]
    public void Columns_RecordedTable_AreTheSame(string plural)
    {
        var recorded = Recorded(plural)["columnDefinitions"]!.AsArray().Select(column => column!.ToJsonString());

        var columns = KnownKinds.All.First(kind => kind.Plural == plural).Columns.Select(column => new JsonObject
        {
            ["name"] = column.Name,
            ["type"] = column.Type,
            ["format"] = column.Format,
            ["description"] = column.Description,
            ["priority"] = column.Priority,
        }.ToJsonString());

        Assert.Equal(recorded, columns);
    }

    private static JsonObject Recorded(string plural)
    {
        var steps = TranscriptStep.Read(Path.Combine(Vectors.TestsFolder(), "Transcripts"), "06-discovery.txt");
        var output = steps.Single(step => step.Command.Contains("as=Table", StringComparison.Ordinal) && step.Command.EndsWith(plural, StringComparison.Ordinal)).Output;
        return JsonNode.Parse(output[output.IndexOf("\n{", StringComparison.Ordinal)..])!.AsObject();
    }
}
