using System.Diagnostics;
using System.Text;
using Autoscale.LocalCluster;

namespace Autoscale.Testing.Transcripts;

/// <summary>Runs command lines in the folder of the manifests, with kubectl and curl pointed at a cluster.</summary>
public sealed class Terminal : IDisposable
{
    // What the recordings call by this name: since no kubelet runs, the pods are declared running.
    private const string MarkAllPodsReady = """
        mark-all-pods-ready() {
          kubectl get pods -n demo -o go-template='{{range .items}}{{.metadata.name}} {"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{{range $i, $c := .spec.containers}}{{if $i}},{{end}}{"name":"{{$c.name}}","image":"{{$c.image}}","imageID":"","ready":true,"started":true,"restartCount":0,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}{{end}}]}}{{"\n"}}{{end}}' |
          while read -r name patch; do kubectl patch pod "$name" -n demo --subresource=status --type=merge -p "$patch" >/dev/null 2>&1; done
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _manifests;
    private readonly string _server;

    public Terminal(LocalClusterHost host, string manifests)
    {
        var kubeconfig = host.Kubeconfig();
        _manifests = manifests;
        _server = host.BaseAddress.ToString().TrimEnd('/');
        File.WriteAllText(Path.Combine(_folder.Path, "config"), kubeconfig);
        foreach (var field in new[] { "certificate-authority-data", "client-certificate-data", "client-key-data" })
        {
            var line = kubeconfig.Split('\n').Single(line => line.Contains(field, StringComparison.Ordinal));
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(": ", 2)[1].Trim()));
            File.WriteAllText(Path.Combine(_folder.Path, $"{field}.pem"), pem);
        }
    }

    /// <summary>Runs a command line to its end: everything that it printed, and its exit code.</summary>
    public async Task<(string Output, int ExitCode)> RunAsync(string command)
    {
        var folder = _folder.Path;
        var credentials = $"--cacert {folder}/certificate-authority-data.pem --cert {folder}/client-certificate-data.pem --key {folder}/client-key-data.pem";
        var line = command.Replace("https://127.0.0.1:26443", _server, StringComparison.Ordinal).Replace("curl -s", $"curl -s {credentials}", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", $"exec 2>&1\n{MarkAllPodsReady}\n{line}"]) { RedirectStandardOutput = true, WorkingDirectory = _manifests };
        start.Environment["KUBECONFIG"] = Path.Combine(folder, "config");
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, process.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
