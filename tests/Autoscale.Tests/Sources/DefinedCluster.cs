using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster;
using Autoscale.Testing;

namespace Autoscale.Tests.Sources;

/// <summary>A local cluster with our custom resources and a namespace shop.</summary>
public sealed class DefinedCluster : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalClusterHost _host = new(new LocalClusterOptions());

    public KubeClient Client { get; private set; } = null!;

    /// <summary>Whether the custom resources are defined from the beginning.</summary>
    public bool IsDefined { get; init; } = true;

    private string Kubeconfig => Path.Combine(_folder.Path, "kubeconfig");

    public async Task InitializeAsync()
    {
        await _host.StartAsync(default);
        await File.WriteAllTextAsync(Kubeconfig, _host.Kubeconfig());
        Client = new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = Kubeconfig }), new KubeClientOptions());
        await Client.CreateRawAsync(KubeRoute.Namespaces, Encoding.UTF8.GetBytes("""{"metadata":{"name":"shop"}}"""));
        if (IsDefined)
        {
            await CustomResources.InstallAsync(Client, default);
        }
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs kubectl in the namespace shop: what it printed, or what it complained about.</summary>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Kubectl.RunAsync(["--kubeconfig", Kubeconfig, "-n", "shop", .. arguments]);
        return exitCode == 0 ? output : errors;
    }

    /// <summary>Applies a manifest with kubectl.</summary>
    public async Task<string> ApplyAsync(string manifest)
    {
        var file = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, manifest);
        return await KubectlAsync("apply", "-f", file);
    }
}
