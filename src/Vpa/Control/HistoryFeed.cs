using System.Text.Json;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.History;
using Autoscale.Vpa.Usage;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Takes past usage in from Prometheus before any present one, of pods that are gone, too: by the labels that they had there, or, where
/// it knows none, by those that they have now. What cannot be read is left out, and said.
/// </summary>
internal sealed partial class HistoryFeed(
    UsageState usage, ObjectCache<Pod> pods, VerticalOptions options, VerticalTelemetry telemetry, TimeProvider time, ILogger<HistoryFeed> logger)
{
    private const int Tries = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(string Namespace, string Pod), Pod> _gone = [];

    /// <summary>What could not be read, in one line; null when all was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads everything; ends early where the server does not answer.</summary>
    public async Task FeedAsync(CancellationToken cancellationToken)
    {
        Problem = null;
        _gone.Clear();
        var now = time.GetUtcNow();
        var problems = new List<string>();
        try
        {
            using var history = new PrometheusHistory(options.History, options.Namespace, time);
            var labels = await TryAsync("the labels of pods", token => history.ReadLabelsAsync(now, token), problems, cancellationToken);
            foreach (var page in history.Pages(now))
            {
                if (!await FeedAsync(history, page, labels, problems, cancellationToken))
                {
                    break;
                }
            }
        }
        catch (InvalidDataException wrong)
        {
            problems.Add(wrong.Message);
        }

        Forget();
        Problem = problems.Count == 0 ? null : options.History.Connection.Hide(string.Join("; ", problems.Distinct(StringComparer.Ordinal)));
        Log.Fed(logger, _gone.Count, Problem);
    }

    // False where the server does not answer, which the next part would not change.
    private async Task<bool> FeedAsync(
        PrometheusHistory history, (DateTimeOffset, DateTimeOffset) page, PodLabels? labels, List<string> problems, CancellationToken cancellationToken)
    {
        var cpu = await TryAsync("CPU", token => ReadAsync(history.ReadCpuAsync, token), problems, cancellationToken);
        var memory = await TryAsync("memory", token => ReadAsync(history.ReadMemoryAsync, token), problems, cancellationToken);
        cpu?.ForEach(part => Take(part, labels, (id, sample) => Take(id, sample.Time, sample.Value, null)));
        memory?.ForEach(part => Take(part, labels, (id, sample) => Take(id, sample.Time, null, sample.Value)));
        return cpu is not null && memory is not null;

        async Task<List<ContainerHistory>> ReadAsync(
            Func<(DateTimeOffset, DateTimeOffset), Action<ContainerHistory>, CancellationToken, Task> read, CancellationToken token)
        {
            var parts = new List<ContainerHistory>();
            await read(page, parts.Add, token);
            return parts;
        }
    }

    private void Take(ContainerHistory part, PodLabels? labels, Action<ContainerId, HistorySample> take)
    {
        if (!Know(part, labels))
        {
            return;
        }

        var id = new ContainerId(part.Namespace, part.Pod, part.Container);
        foreach (var sample in part.Samples)
        {
            take(id, sample);
        }
    }

    private void Take(ContainerId id, DateTimeOffset at, double? cores, double? bytes)
    {
        var outcome = usage.Use(model => model.AddHistory(id, at, cores, bytes));
        telemetry.Sampled(cores is null ? outcome.Memory : outcome.Cpu);
    }

    /// <summary>Lets the model know of a pod that is gone, if only one knows what labels it had.</summary>
    private bool Know(ContainerHistory part, PodLabels? labels)
    {
        if (pods.Find(part.Namespace, part.Pod) is not null)
        {
            return true;
        }

        if (labels?.Find(part.Namespace, part.Pod) is not { } borne)
        {
            return false;
        }

        var gone = _gone.GetValueOrDefault((part.Namespace, part.Pod));
        if (gone is null || gone.Spec.Containers.All(container => container.Name != part.Container))
        {
            gone = _gone[(part.Namespace, part.Pod)] = new()
            {
                Metadata = new() { Namespace = part.Namespace, Name = part.Pod, Labels = borne },
                Spec = new() { Containers = [.. gone?.Spec.Containers ?? [], new() { Name = part.Container }] },
                Status = new() { Phase = "Unknown" },
            };
            usage.PodChanged(new(null, gone));
        }

        return true;
    }

    // They leave their usage behind. One of that name may have come meanwhile.
    private void Forget()
    {
        foreach (var pod in _gone.Values)
        {
            usage.PodChanged(new(pod, pods.Find(pod.Metadata.Namespace, pod.Metadata.Name)));
        }
    }

    private async Task<T?> TryAsync<T>(string what, Func<CancellationToken, Task<T>> read, List<string> problems, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await read(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && IsNoAnswer(failure))
            {
                if (attempt == Tries)
                {
                    problems.Add($"{what}: {failure.Message}");
                    return default;
                }

                Log.Retrying(logger, what, options.History.Connection.Hide(failure.Message));
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static bool IsNoAnswer(Exception failure) =>
        failure is HttpRequestException or IOException or InvalidDataException or TimeoutException or JsonException;

    private static partial class Log
    {
        [LoggerMessage(3320, LogLevel.Information, "Took in past usage, of {Pods} pods that are gone, too; not read: {Problem}")]
        public static partial void Fed(ILogger logger, int pods, string? problem);

        [LoggerMessage(3321, LogLevel.Warning, "Cannot read past {What} of Prometheus, trying again: {Reason}")]
        public static partial void Retrying(ILogger logger, string what, string reason);
    }
}
