namespace Autoscale.Benchmarks.Reaction;

/// <summary>A kubeconfig file that is deleted with its user.</summary>
internal sealed class TemporaryKubeconfig : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"autoscale-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(Path);
}
