namespace Autoscale.Kubernetes.Client;

/// <summary>How a credential plugin is called, the exec entry of a user.</summary>
internal sealed record ExecPlugin
{
    private const string Group = "client.authentication.k8s.io";

    /// <summary>Names the entry in errors, "file: path".</summary>
    public required Func<string, KubeConfigException> Error { get; init; }

    /// <summary>The version of the protocol, v1 or v1beta1 with its group.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The program; a relative path counts from the kubeconfig's folder, a bare name from PATH.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables added to the environment.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>What to tell the user who does not have the program.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The cluster to tell the plugin of, or null when it does not ask.</summary>
    public KubeConfig? Cluster { get; init; }

    /// <summary>Reads the entry; throws <see cref="KubeConfigException"/> naming the field that is wrong.</summary>
    public static ExecPlugin Read(YamlField exec, KubeConfig cluster)
    {
        var version = exec.Required("apiVersion");
        if (version is not ($"{Group}/v1" or $"{Group}/v1beta1"))
        {
            throw exec.Error("apiVersion", $"\"{version}\" is not {Group}/v1 or {Group}/v1beta1");
        }

        CheckInteractive(exec, version);
        return new()
        {
            Error = problem => exec.Error("", problem),
            ApiVersion = version,
            Command = Resolve(exec, exec.Required("command")),
            Arguments = exec.Texts("args"),
            Environment = [.. exec.Mappings("env").Select(item => KeyValuePair.Create(item.Required("name"), item.Text("value") ?? ""))],
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? cluster : null,
        };
    }

    private static void CheckInteractive(YamlField exec, string version)
    {
        var mode = exec.Text("interactiveMode");
        if (mode is null && version == $"{Group}/v1")
        {
            throw exec.Error("interactiveMode", "must be specified to use exec authentication plugin");
        }

        if (mode is not (null or "Never" or "IfAvailable"))
        {
            throw exec.Error("interactiveMode", $"\"{mode}\" cannot be served: there is no terminal to hand to the plugin");
        }
    }

    private static string Resolve(YamlField exec, string command) =>
        command.Contains('/') || command.Contains(Path.DirectorySeparatorChar)
            ? Path.GetFullPath(command, Path.GetDirectoryName(Path.GetFullPath(exec.File)) ?? "/")
            : command;
}
