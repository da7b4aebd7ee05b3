using System.IO.Compression;
using System.Text.Json;

namespace Autoscale.Testing;

/// <summary>Reads golden vectors from the folder named by AUTOSCALE_VECTORS, else from tests/Vectors.</summary>
public static class Vectors
{
    /// <summary>Every line of every file in the sub-folder, with the name of its file.</summary>
    public static IEnumerable<(string File, JsonElement Case)> Read(string subfolder)
    {
        var folder = Path.Combine(Root(), subfolder);
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl*").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            using var stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0)
                {
                    yield return (Path.GetFileName(path), JsonDocument.Parse(line).RootElement);
                }
            }
        }
    }

    /// <summary>The tests folder of the repository.</summary>
    public static string TestsFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Autoscale.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Autoscale.sln is in no parent folder"), "tests");
    }

    private static string Root() =>
        Environment.GetEnvironmentVariable("AUTOSCALE_VECTORS") is { Length: > 0 } folder ? folder : Path.Combine(TestsFolder(), "Vectors");
}
