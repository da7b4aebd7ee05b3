namespace Autoscale.EndToEnd.Tests;

/// <summary>A path for a file of one test, which is deleted with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"autoscale-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(Path);
}
