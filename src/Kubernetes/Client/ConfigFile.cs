namespace Autoscale.Kubernetes.Client;

/// <summary>Reads the files that a configuration names, with one-line errors.</summary>
internal static class ConfigFile
{
    /// <summary>The text of a file; throws <see cref="KubeConfigException"/> when it is missing or unreadable.</summary>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException(path, Problem(error));
        }
    }

    /// <summary>Says in a few words why a file could not be read.</summary>
    public static string Problem(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        UnauthorizedAccessException => "permission denied, or a directory",
        _ => error.Message,
    };
}
