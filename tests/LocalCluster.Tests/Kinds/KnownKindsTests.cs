using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class KnownKindsTests
{
    [Fact]
    public void All_Columns_StartWithANameAndSurviveAnEmptyObject()
    {
        foreach (var kind in KnownKinds.All)
        {
            var cells = kind.Columns.Select(column => column.Cell([], DateTimeOffset.UnixEpoch)).ToList();

            Assert.NotEmpty(cells);
            Assert.Contains(kind.Columns, column => column.Format == "name");
        }
    }

    [Fact]
    public void All_DefaultsAndPreparation_AreIdempotent()
    {
        foreach (var kind in KnownKinds.All)
        {
            var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "one", ["namespace"] = "default" } };
            kind.Default?.Invoke(value);
            kind.Prepare?.Invoke(value, null);
            kind.Default?.Invoke(value);
            var once = value.DeepClone();

            kind.Default?.Invoke(value);

            Assert.True(JsonNode.DeepEquals(once, value), kind.Kind);
        }
    }

    [Fact]
    public void All_Names_AreUnique() =>
        Assert.Equal(KnownKinds.All.Count, KnownKinds.All.Select(kind => (kind.Group, kind.Version, kind.Plural)).Distinct().Count());
}
