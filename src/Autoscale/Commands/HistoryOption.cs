using System.CommandLine;
using Autoscale.Metrics.Control;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.Options;

namespace Autoscale.Commands;

/// <summary>The options by which past usage is read of Prometheus, under the names that VPA's recommender gives them.</summary>
internal static class HistoryOption
{
    private static readonly HistoryOptions Usual = new();

    private static readonly Option<VerticalStorage> Storage = new("--storage")
    {
        Description = "checkpoint: past usage is kept in checkpoints. prometheus: it is read of Prometheus at the start, and no checkpoint is read or written.",
        DefaultValueFactory = _ => VerticalStorage.Checkpoint,
    };

    private static readonly Option<Uri?> Address = new("--prometheus-address") { Description = "The Prometheus that has past usage, http:// or https://." };
    private static readonly Option<bool> Insecure = new("--prometheus-insecure") { Description = "Do not check the certificate of --prometheus-address." };
    private static readonly Option<FileInfo?> Token = new("--prometheus-bearer-token-file") { Description = "A file with the bearer token for it; else $PROMETHEUS_USERNAME and $PROMETHEUS_PASSWORD are taken." };
    private static readonly Option<TimeSpan> Length = Time("--history-length", "How far back usage is read.", Usual.Length);
    private static readonly Option<TimeSpan> Resolution = Time("--history-resolution", "How far apart samples are, and over how long CPU is averaged.", Usual.Resolution);
    private static readonly Option<TimeSpan> Timeout = Time("--prometheus-query-timeout", "How long one answer may take.", Usual.QueryTimeout);
    private static readonly Option<string> Job = Text("--prometheus-cadvisor-job-name", "The job that scrapes containers; empty for any.", Usual.CadvisorJob);
    private static readonly Option<string> Cpu = Text("--history-cpu-metric", "The counter of CPU seconds.", Usual.CpuMetric);
    private static readonly Option<string> Memory = Text("--history-memory-metric", "The bytes of memory in use.", Usual.MemoryMetric);
    private static readonly Option<string> ContainerNamespace = Text("--container-namespace-label", "The label of containers' metrics that has the namespace.", Usual.ContainerNamespaceLabel);
    private static readonly Option<string> ContainerPod = Text("--container-pod-name-label", "The label of containers' metrics that has the pod.", Usual.ContainerPodLabel);
    private static readonly Option<string> ContainerName = Text("--container-name-label", "The label of containers' metrics that has the container.", Usual.ContainerNameLabel);
    private static readonly Option<string> PodLabels = Text("--metric-for-pod-labels", "The query whose series bear the labels of pods.", Usual.PodLabelsQuery);
    private static readonly Option<string> Prefix = Text("--pod-label-prefix", "What the names of pods' labels are prefixed with.", Usual.PodLabelPrefix);
    private static readonly Option<string> PodNamespace = Text("--pod-namespace-label", "The label of pods' metrics that has the namespace.", Usual.PodNamespaceLabel);
    private static readonly Option<string> PodName = Text("--pod-name-label", "The label of pods' metrics that has the pod.", Usual.PodNameLabel);

    private static readonly Option[] All =
    [
        Storage, Address, Insecure, Token, Length, Resolution, Timeout, Job, Cpu, Memory, ContainerNamespace, ContainerPod, ContainerName, PodLabels,
        Prefix, PodNamespace, PodName,
    ];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Where past usage comes from.</summary>
    public static VerticalStorage StorageOf(ParseResult parsed) => parsed.GetValue(Storage);

    /// <summary>What is read; throws <see cref="OptionsValidationException"/> where Prometheus is to be read and cannot be.</summary>
    public static HistoryOptions Of(ParseResult parsed) => new()
    {
        Address = AddressOf(parsed),
        Connection = ConnectionOf(parsed),
        Length = parsed.GetValue(Length),
        Resolution = parsed.GetValue(Resolution),
        QueryTimeout = parsed.GetValue(Timeout),
        CadvisorJob = parsed.GetValue(Job) ?? "",
        CpuMetric = parsed.GetValue(Cpu) ?? "",
        MemoryMetric = parsed.GetValue(Memory) ?? "",
        ContainerNamespaceLabel = parsed.GetValue(ContainerNamespace) ?? "",
        ContainerPodLabel = parsed.GetValue(ContainerPod) ?? "",
        ContainerNameLabel = parsed.GetValue(ContainerName) ?? "",
        PodLabelsQuery = parsed.GetValue(PodLabels) ?? "",
        PodLabelPrefix = parsed.GetValue(Prefix) ?? "",
        PodNamespaceLabel = parsed.GetValue(PodNamespace) ?? "",
        PodNameLabel = parsed.GetValue(PodName) ?? "",
    };

    private static Uri? AddressOf(ParseResult parsed)
    {
        var address = parsed.GetValue(Address);
        if (address is not null && address is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" })
        {
            throw Unusable("--prometheus-address must be like http://prometheus.monitoring:9090, without credentials in it");
        }

        return address is null && StorageOf(parsed) == VerticalStorage.Prometheus ? throw Unusable("--storage=prometheus needs --prometheus-address") : address;
    }

    private static SourceConnection ConnectionOf(ParseResult parsed)
    {
        if (parsed.GetValue(Token) is not { } file)
        {
            return new()
            {
                User = Environment.GetEnvironmentVariable("PROMETHEUS_USERNAME"),
                Password = Environment.GetEnvironmentVariable("PROMETHEUS_PASSWORD"),
                SkipVerify = parsed.GetValue(Insecure),
            };
        }

        try
        {
            return new() { BearerToken = File.ReadAllText(file.FullName).Trim(), SkipVerify = parsed.GetValue(Insecure) };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"--prometheus-bearer-token-file {file}: {failure.Message}");
        }
    }

    private static Option<TimeSpan> Time(string name, string description, TimeSpan usual) =>
        DurationOption.Of(name, description, usual, TimeSpan.FromSeconds(1), TimeSpan.FromDays(366));

    private static Option<string> Text(string name, string description, string usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static OptionsValidationException Unusable(string why) => new(nameof(HistoryOptions), typeof(HistoryOptions), [why]);
}
