using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers what is asked about the server itself: version and health.</summary>
internal static class ServerFacts
{
    private static readonly string[] Checks =
    [
        "ping", "log", "etcd", "informer-sync", "poststarthook/generic-apiserver-start-informers",
        "poststarthook/start-system-namespaces-controller", "poststarthook/apiservice-discovery-controller", "shutdown",
    ];

    /// <summary>Answers when the path is one of these; false when it is not.</summary>
    public static async Task<bool> TryAnswerAsync(HttpContext http, string path)
    {
        switch (path.TrimEnd('/'))
        {
            case "/version":
                await http.WriteJsonAsync(200, StoredObject.Indent(StoredObject.Serialize(Version())));
                return true;
            case "/healthz" or "/livez" or "/readyz":
                await http.WriteTextAsync(200, http.Request.Query.ContainsKey("verbose") ? Verbose(path.Trim('/')) : "ok");
                return true;
            default:
                return false;
        }
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.2",
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-07-01T00:00:00Z",
        ["goVersion"] = "go1.26.10",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };

    private static string Verbose(string name)
    {
        var text = new StringBuilder();
        foreach (var check in Checks)
        {
            text.Append("[+]").Append(check).Append(" ok\n");
        }

        return text.Append(name).Append(" check passed\n").ToString();
    }
}
