using Autoscale.Metrics.Sources;
using MassTransit;

namespace Autoscale.Metrics.Control;

/// <summary>Gives a message to its source.</summary>
internal static class ReportConsumer
{
    /// <summary>Takes a report; throws <see cref="InvalidDataException"/> with the reason where the source refuses it, which moves it to the errors.</summary>
    public static Task TakeAsync(PushedSource source, ConsumeContext<MetricReported> context)
    {
        var answer = source.Take(Dated(context.Message, context.SentTime));

        // What waited too long in the broker is not wrong, only too late for anybody.
        return answer.Refusal is null or PushedRefusal.Expired ? Task.CompletedTask : throw new InvalidDataException(answer.Reason);
    }

    // A message that waited is as old as its sending, not as its arrival.
    private static MetricReported Dated(MetricReported message, DateTime? sentAt) => sentAt is not { } at
        ? message
        : new MetricReported { Readings = [.. message.Readings.Select(reading => reading?.MeasuredAt is null ? At(reading, at) : reading)] };

    private static ReportedReading At(ReportedReading? reading, DateTime sentAt) =>
        (reading ?? new ReportedReading()) with { MeasuredAt = new DateTimeOffset(DateTime.SpecifyKind(sentAt, DateTimeKind.Utc)) };
}
