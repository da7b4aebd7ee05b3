namespace Autoscale.Converts;

/// <summary>The server among the values of the chart.</summary>
internal sealed record HelmPrometheus
{
    /// <summary>Its address without the port.</summary>
    public string Url { get => field ?? "http://prometheus.default.svc"; init; }

    /// <summary>Its port; 0 for none, null for the chart's default.</summary>
    public int? Port { get; init; }

    /// <summary>The path under which its API is.</summary>
    public string Path { get => field ?? ""; init; }

    /// <summary>The whole address.</summary>
    public string Address => (Port == 0 ? Url : $"{Url}:{Port ?? 9090}") + Path;
}
