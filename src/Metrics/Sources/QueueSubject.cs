namespace Autoscale.Metrics.Sources;

/// <summary>By which name a queue is told apart in each family of series.</summary>
internal static class QueueSubject
{
    /// <summary>
    /// The queue's name, or the endpoint's, or null where the queue is not of the family. MassTransit's endpoints are known by their
    /// names in kebab case (submit-order), since nothing else tells them.
    /// </summary>
    public static string? Of(QueueFamily family, string queue) => family switch
    {
        QueueFamily.Queue => queue,
        QueueFamily.Endpoint => IsKebab(queue) ? queue : null,
        QueueFamily.EndpointErrors => Before(queue, QueueSeries.ErrorSuffix),
        QueueFamily.EndpointSkipped => Before(queue, QueueSeries.SkippedSuffix),
        _ => null,
    };

    /// <summary>The name of the queue that tells of a subject.</summary>
    public static string QueueOf(QueueFamily family, string subject) => family switch
    {
        QueueFamily.EndpointErrors => subject + QueueSeries.ErrorSuffix,
        QueueFamily.EndpointSkipped => subject + QueueSeries.SkippedSuffix,
        _ => subject,
    };

    /// <summary>The labels of a series about one queue.</summary>
    public static SeriesLabels Labels(QueueFamily family, string subject, string virtualHost) =>
        SeriesLabels.Of((family == QueueFamily.Queue ? "queue" : "endpoint", subject), ("vhost", virtualHost));

    private static string? Before(string queue, string suffix) =>
        queue.Length > suffix.Length && queue.EndsWith(suffix, StringComparison.Ordinal) ? queue[..^suffix.Length] : null;

    private static bool IsKebab(string queue)
    {
        var before = '-';
        foreach (var one in queue)
        {
            if (one == '-' ? before == '-' : !char.IsAsciiLetterLower(one) && !char.IsAsciiDigit(one))
            {
                return false;
            }

            before = one;
        }

        return before != '-';
    }
}
