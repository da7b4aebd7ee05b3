using Autoscale.Kubernetes.Client;

namespace Autoscale.Testing;

/// <summary><c>autoscale local</c> as a user runs it, with a kubeconfig in a folder of its own.</summary>
public sealed class LocalProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<KubeClient> _client;

    private LocalProcess(string[] arguments)
    {
        Kubeconfig = Path.Combine(_folder.Path, "kubeconfig");
        Process = AutoscaleProcess.Start(["local", "--kubeconfig", Kubeconfig, .. arguments]);
        _client = new(() => new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = Kubeconfig }), new KubeClientOptions()));
    }

    /// <summary>The program.</summary>
    public AutoscaleProcess Process { get; }

    /// <summary>Where its kubeconfig is.</summary>
    public string Kubeconfig { get; }

    /// <summary>Speaks to it as its administrator.</summary>
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

    /// <inheritdoc />
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
