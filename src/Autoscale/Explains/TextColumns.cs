namespace Autoscale.Explains;

/// <summary>Rows of texts, aligned as kubectl aligns its tables: three blanks between columns, and none at the end of a line.</summary>
internal sealed class TextColumns
{
    private const int Gap = 3;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] texts) => _rows.Add(texts);

    /// <summary>The lines, all of them indented.</summary>
    public IEnumerable<string> Lines(string indent)
    {
        int[] widths = [.. Enumerable.Range(0, _rows.Max(row => (int?)row.Length) ?? 0).Select(WidthOf)];
        return _rows.Select(row => (indent + string.Concat(row.Select((text, column) => text.PadRight(widths[column] + Gap)))).TrimEnd());
    }

    private int WidthOf(int column) => _rows.Where(row => row.Length > column).Max(row => row[column].Length);
}
