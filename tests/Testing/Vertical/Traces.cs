using System.Globalization;
using System.IO.Compression;

namespace Autoscale.Testing.Vertical;

/// <summary>Reads columns of the recordings in tests/Traces.</summary>
public static class Traces
{
    /// <summary>The values of one column, in order.</summary>
    public static IReadOnlyList<double> Read(string file, string column)
    {
        using var compressed = File.OpenRead(Path.Combine(Vectors.TestsFolder(), "Traces", $"{file}.csv.gz"));
        using var reader = new StreamReader(new GZipStream(compressed, CompressionMode.Decompress));
        var place = Array.IndexOf((reader.ReadLine() ?? "").Split(','), column);
        if (place < 0)
        {
            throw new ArgumentException($"{file} has no column {column}", nameof(column));
        }

        var values = new List<double>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            values.Add(double.Parse(line.Split(',')[place], NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return values;
    }
}
