using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Http;

namespace Autoscale;

/// <summary>The kubeconfig file of a local cluster, which holds an administrator's key.</summary>
internal static class LocalKubeconfig
{
    private const string ClusterName = "autoscale-local";

    /// <summary>Writes the file, readable by its owner alone; throws <see cref="IOException"/> when it holds what somebody still needs.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        if (File.Exists(path) && !IsReplaceable(await File.ReadAllTextAsync(path, cancellationToken)))
        {
            throw new IOException($"{path} is no kubeconfig of a local cluster and is left as it is; name another file with --kubeconfig");
        }

        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        if (!OperatingSystem.IsWindows())
        {
            // Before anything is written, and on a file that was there already, too.
            File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var writer = new StreamWriter(file);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    private static bool IsReplaceable(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        try
        {
            return YamlText.Read(text) is JsonObject root
                && root["clusters"] is JsonArray clusters
                && clusters.All(cluster => cluster is JsonObject entry && entry["name"] is JsonValue name && name.ToString() == ClusterName);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
