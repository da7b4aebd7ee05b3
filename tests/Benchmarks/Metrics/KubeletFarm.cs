using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autoscale.Benchmarks.Metrics;

/// <summary>
/// The kubelets of many nodes in a process of their own: every node has an address of the loopback network, a certificate for it,
/// and a page that is written anew for every scrape.
/// </summary>
internal sealed class KubeletFarm : IDisposable
{
    /// <summary>The word by which its process is started.</summary>
    public const string Word = "kubelet-farm";

    private const int NodesOfSubnet = 250;

    private readonly Process _process;

    private KubeletFarm(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Serves until it is killed; the argument is the file into which its authority's certificate goes.</summary>
    public static int Run(string[] arguments) => RunAsync(arguments[0]).GetAwaiter().GetResult();

    /// <summary>Starts the process; returns when it serves.</summary>
    public static async Task<KubeletFarm> StartAsync(string authorityFile)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardOutput = true };
        var isHosted = Path.GetFileNameWithoutExtension(start.FileName) == "dotnet";
        foreach (var argument in (string[])[.. isHosted ? [typeof(KubeletFarm).Assembly.Location] : Array.Empty<string>(), Word, authorityFile])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("the kubelets did not start");
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the kubelets ended");
        return new(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public static Node Node(int index) => new()
    {
        Metadata = new() { Name = string.Create(CultureInfo.InvariantCulture, $"ip-10-{index / 200}-{index % 200}-17.eu-central-1.compute.internal") },
        Status = new() { Addresses = [new() { Type = "InternalIP", Address = AddressOf(index) }] },
    };

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string AddressOf(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"127.1.{index / NodesOfSubnet}.{(index % NodesOfSubnet) + 1}");

    private static int IndexOf(IPAddress address)
    {
        var bytes = address.MapToIPv4().GetAddressBytes();
        return (bytes[2] * NodesOfSubnet) + bytes[3] - 1;
    }

    private static async Task<int> RunAsync(string authorityFile)
    {
        using var authority = new ClusterCertificates(TimeProvider.System.GetUtcNow());
        await File.WriteAllTextAsync(authorityFile, authority.AuthorityPem);
        var certificates = new ConcurrentDictionary<IPAddress, X509Certificate2>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0, listen => listen.UseHttps(https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
            https.ServerCertificateSelector = (connection, _) => connection?.LocalEndPoint is IPEndPoint { Address: var address }
                ? certificates.GetOrAdd(address, _ => authority.IssueServer(address.ToString()))
                : null;
        })));
        await using var app = builder.Build();
        app.Run(http =>
        {
            var page = SimulatedPage.Write(IndexOf(http.Connection.LocalIpAddress ?? IPAddress.Loopback), TimeProvider.System.GetUtcNow());
            http.Response.ContentLength = page.Length;
            return http.Response.Body.WriteAsync(page).AsTask();
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await ((IHost)app).WaitForShutdownAsync();
        return 0;
    }
}
