namespace Autoscale.Kubernetes.Client;

/// <summary>A kubeconfig that cannot be used; the message is one line that names the file and the field.</summary>
public sealed class KubeConfigException : Exception
{
    /// <summary>Says what is wrong with a file as a whole.</summary>
    public KubeConfigException(string file, string problem)
        : base($"{file}: {OneLine(problem)}")
    {
    }

    /// <summary>Says what is wrong with one field of a file.</summary>
    public KubeConfigException(string file, string fieldPath, string problem)
        : base($"{file}: {fieldPath}: {OneLine(problem)}")
    {
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
