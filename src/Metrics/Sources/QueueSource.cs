namespace Autoscale.Metrics.Sources;

/// <summary>How a broker's readings are signed, and how its absences read.</summary>
internal sealed record QueueSource(string Name, string Namespace, SeriesLabels Labels)
{
    /// <summary>Why the statistics could not be read, while they cannot.</summary>
    public string? StatisticsProblem { get; init; }

    /// <summary>Whether queues are asked by their names at present, so that there is no list of them.</summary>
    public bool AsksByName { get; init; }

    /// <summary>The labels of the source added to those of a series.</summary>
    public SeriesLabels With(SeriesLabels own) => Labels.Count == 0 ? own : SeriesLabels.Of([.. own, .. Labels]);

    /// <summary>Why a number of a queue is absent.</summary>
    public string Reason(QueueAbsence why, QueueRecord queue)
    {
        var named = $"queue {queue.Name} of virtual host {queue.VirtualHost}";
        return why switch
        {
            QueueAbsence.Impossible => $"{Name} counts {queue.Said ?? "an impossible number of"} messages in {named}",
            QueueAbsence.NoStatistics => $"{Name} has no statistics of {named} yet",
            QueueAbsence.StatisticsFailed => $"{Name}: {StatisticsProblem}",
            QueueAbsence.NoRateYet => $"{Name} does not know yet how fast {named} is worked off",
            QueueAbsence.Stream => $"{named} is a stream, which keeps its messages: nothing waits in it",
            QueueAbsence.NotOverAmqp => $"{Name} is asked over AMQP, which does not tell that of {named}",
            QueueAbsence.NoSuchQueue => $"{Name} has no {named}",
            _ => $"{Name} has not counted {named}",
        };
    }
}
