using System.IO.Enumeration;
using System.Text;

namespace Autoscale.Checks;

/// <summary>Reads files, folders with all their folders, and the standard input.</summary>
internal sealed class ManifestFiles(Stream input)
{
    private const int MostBytes = 32 * 1024 * 1024;
    private const string Input = "-";
    private const string InputName = "stdin";

    private static readonly string[] Endings = [".json", ".yaml", ".yml"];

    private readonly List<ManifestObject> _objects = [];
    private readonly List<InputProblem> _problems = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Reads everything that the paths name, each file once; "-" is the standard input.</summary>
    public ManifestSet Read(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                ReadFolder(path);
            }
            else
            {
                ReadFile(path);
            }
        }

        return new(_objects, _problems);
    }

    private void ReadFolder(string folder)
    {
        try
        {
            // Links to folders may lead around in a circle.
            var files = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToSpecifiedFullPath(), new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 })
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && Endings.Contains(Path.GetExtension(entry.FileName).ToString()),
                ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            };
            var found = files.Order(StringComparer.Ordinal).ToList();
            found.ForEach(ReadFile);
            if (found.Count == 0)
            {
                Report(folder, $"holds no file that ends in {string.Join(", ", Endings)}");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Report(folder, failure.Message);
        }
    }

    private void ReadFile(string path)
    {
        if (!_read.Add(path == Input ? path : Path.GetFullPath(path)))
        {
            return;
        }

        var name = path == Input ? InputName : path;
        try
        {
            if (path == Input)
            {
                Take(name, input);
                return;
            }

            using var file = File.OpenRead(path);
            Take(name, file);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            Report(name, "no such file");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Report(name, failure.Message);
        }
    }

    private void Take(string name, Stream stream)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (stream.Read(chunk) is > 0 and var count)
        {
            buffer.Write(chunk, 0, count);
            if (buffer.Length > MostBytes)
            {
                Report(name, $"is larger than {MostBytes / 1024 / 1024} MiB");
                return;
            }
        }

        buffer.Position = 0;
        using var reader = new StreamReader(buffer, Encoding.UTF8);
        var text = new ManifestText(name, reader.ReadToEnd());
        _objects.AddRange(text.Read());
        _problems.AddRange(text.Problems);
    }

    private void Report(string name, string message) => _problems.Add(InputProblem.Of(new(name, 0, null, 0), message));
}
