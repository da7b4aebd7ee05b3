using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary><c>autoscale local</c> as a user runs it, with a kubeconfig in a folder of its own.</summary>
internal sealed class LocalProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<KubeClient> _client;

    private LocalProcess(string[] arguments)
    {
        Kubeconfig = Path.Combine(_folder.Path, "kubeconfig");
        Process = AutoscaleProcess.Start(["local", "--kubeconfig", Kubeconfig, .. arguments]);
        _client = new(() => new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = Kubeconfig }), new KubeClientOptions()));
    }

    public AutoscaleProcess Process { get; }

    public string Kubeconfig { get; }

    public KubeClient Client => _client.Value;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<LocalProcess> StartAsync(params string[] arguments)
    {
        var local = new LocalProcess(arguments);
        try
        {
            await local.Process.SaysAsync("Ctrl-C ends it", StartLimit);
            return local;
        }
        catch
        {
            local.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        Process.Dispose();
        _folder.Dispose();
    }
}
