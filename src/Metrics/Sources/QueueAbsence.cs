namespace Autoscale.Metrics.Sources;

/// <summary>Why a number of a queue is not there; the text is made only where somebody reads it.</summary>
internal enum QueueAbsence
{
    /// <summary>It is there.</summary>
    None,

    /// <summary>The broker said no number yet.</summary>
    NotCounted,

    /// <summary>The broker said what can be no number of messages.</summary>
    Impossible,

    /// <summary>The broker has no statistics of the queue yet.</summary>
    NoStatistics,

    /// <summary>The statistics could not be read.</summary>
    StatisticsFailed,

    /// <summary>Nothing was done yet, and not for long enough to say that nothing will.</summary>
    NoRateYet,

    /// <summary>Streams keep their messages: what is left to do is not the queue's to say.</summary>
    Stream,

    /// <summary>AMQP does not tell it.</summary>
    NotOverAmqp,

    /// <summary>There is no such queue.</summary>
    NoSuchQueue,
}
