namespace Autoscale.Metrics.Sources;

/// <summary>What discovery keeps of series: a name, and the names of the labels that series of this name have together.</summary>
internal sealed class SeriesShape(string name)
{
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);

    public string Name => name;

    public bool Has(string label) => _labels.Contains(label);

    public void Add(IEnumerable<string> labels) => _labels.UnionWith(labels);
}
