namespace Autoscale.Metrics.Apis;

/// <summary>metav1.Table, which kubectl prints as it is.</summary>
internal sealed record MetricsTable(
    string Kind, string ApiVersion, ListMeta Metadata, IReadOnlyList<MetricsColumn> ColumnDefinitions, IReadOnlyList<MetricsRow> Rows)
{
    /// <summary>The table that metrics-server makes: the name, each resource, the window.</summary>
    public static MetricsTable Of(IReadOnlyList<UsageObject> objects)
    {
        string[] resources = objects.Count == 0 ? [] : [.. objects[0].Total.Keys];
        MetricsColumn[] columns = objects.Count == 0 ? [] :
        [
            new("Name", "string", "name", "Name of the resource", 0),
            .. resources.Select(resource => new MetricsColumn(resource, "string", "quantity", "", 0)),
            new("Window", "string", "duration", "", 0),
        ];
        return new("Table", "meta.k8s.io/v1", new ListMeta(), columns, [.. objects.Select(one => RowOf(one, resources))]);
    }

    private static MetricsRow RowOf(UsageObject one, string[] resources)
    {
        var total = one.Total;
        var amounts = resources.Select(resource => total.GetValueOrDefault(resource).ToString());
        return new([one.Metadata.Name, .. amounts, one.Window], new("PartialObjectMetadata", "meta.k8s.io/v1", one.Metadata));
    }
}
