using System.Text;
using System.Text.Json;

namespace Autoscale.Metrics.Sources;

/// <summary>
/// Reads a page of the management API's list of queues straight from its bytes, queue by queue, without making objects of it: a page
/// has 500, and comes every second.
/// </summary>
internal static class QueuePageReader
{
    private const int LongestQuote = 40;

    /// <summary>Takes one queue; the line is good only during the call.</summary>
    public delegate void Taking(in QueueLine line);

    /// <summary>Hands on every queue of the page, and says how many pages there are; throws <see cref="JsonException"/> at what is none.</summary>
    public static int Read(ReadOnlySpan<byte> page, Taking take)
    {
        var reader = new Utf8JsonReader(page);
        Demand(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        var pages = 0;
        var hasItems = false;
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, take);
                hasItems = true;
            }
            else if (reader.ValueTextEquals("page_count"u8))
            {
                Demand(reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out pages) && pages >= 0);
            }
            else
            {
                reader.Skip();
            }
        }

        Demand(hasItems && !reader.Read());
        return pages;
    }

    private static void ReadItems(scoped ref Utf8JsonReader reader, Taking take)
    {
        Demand(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
        while (Next(ref reader) && reader.TokenType != JsonTokenType.EndArray)
        {
            Demand(reader.TokenType == JsonTokenType.StartObject);
            var line = new QueueLine { Messages = QueueCount.Missing, Ready = QueueCount.Missing, Unacknowledged = QueueCount.Missing };
            while (ReadName(ref reader))
            {
                ReadMember(ref reader, ref line);
            }

            Demand(line.HasName && line.HasVirtualHost);
            take(in line);
        }
    }

    private static void ReadMember(scoped ref Utf8JsonReader reader, ref QueueLine line)
    {
        if (reader.ValueTextEquals("name"u8))
        {
            line.Name = ReadText(ref reader);
            line.HasName = true;
        }
        else if (reader.ValueTextEquals("vhost"u8))
        {
            line.VirtualHost = ReadText(ref reader);
            line.HasVirtualHost = true;
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            Next(ref reader);
            line.Type = ReadType(ref reader);
        }
        else if (reader.ValueTextEquals("message_stats"u8))
        {
            ReadStatistics(ref reader, ref line.Statistics);
        }
        else
        {
            ReadNumber(ref reader, ref line);
        }
    }

    private static void ReadNumber(scoped ref Utf8JsonReader reader, ref QueueLine line)
    {
        if (reader.ValueTextEquals("messages"u8))
        {
            line.Messages = ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("messages_ready"u8))
        {
            line.Ready = ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("messages_unacknowledged"u8))
        {
            line.Unacknowledged = ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("consumers"u8))
        {
            line.Consumers = ReadCount(ref reader) is { Why: QueueAbsence.None } count ? count.Number : null;
        }
        else if (reader.ValueTextEquals("consumer_utilisation"u8))
        {
            line.Utilisation = ReadDouble(ref reader) is >= 0 and <= 1 and var share ? share : null;
        }
        else
        {
            reader.Skip();
        }
    }

    private static QueueType ReadType(scoped ref Utf8JsonReader reader)
    {
        var type = reader.TokenType != JsonTokenType.String ? QueueType.Classic
            : reader.ValueTextEquals("quorum"u8) ? QueueType.Quorum
            : reader.ValueTextEquals("stream"u8) ? QueueType.Stream
            : QueueType.Classic;
        reader.Skip();
        return type;
    }

    // Where nothing ever happened, some versions say an empty list.
    private static void ReadStatistics(scoped ref Utf8JsonReader reader, ref MessageStatistics statistics)
    {
        Next(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (ReadName(ref reader))
        {
            var name = reader.ValueSpan;
            if (name.EndsWith("_details"u8))
            {
                ReadDetails(ref reader, name[..^"_details"u8.Length], ref statistics);
            }
            else
            {
                statistics.Count(name, ReadDouble(ref reader));
            }
        }
    }

    private static void ReadDetails(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ref MessageStatistics statistics)
    {
        Next(ref reader);
        Demand(reader.TokenType == JsonTokenType.StartObject);
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("rate"u8))
            {
                statistics.Rate(name, ReadDouble(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static QueueCount ReadCount(scoped ref Utf8JsonReader reader)
    {
        Next(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return QueueCount.Missing;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0)
        {
            return QueueCount.Of(number);
        }

        var said = Quote(ref reader);
        reader.Skip();
        return QueueCount.Impossible(said);
    }

    private static double? ReadDouble(scoped ref Utf8JsonReader reader)
    {
        Next(ref reader);
        double? number = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;
        reader.Skip();
        return number;
    }

    private static ReadOnlySpan<byte> ReadText(scoped ref Utf8JsonReader reader)
    {
        Next(ref reader);
        Demand(reader.TokenType == JsonTokenType.String);
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        var text = new byte[reader.ValueSpan.Length];
        return text.AsSpan(0, reader.CopyString(text));
    }

    private static string Quote(scoped ref Utf8JsonReader reader)
    {
        var text = Encoding.UTF8.GetString(reader.ValueSpan.Length <= 4 * LongestQuote ? reader.ValueSpan : reader.ValueSpan[..(4 * LongestQuote)]);
        text = reader.TokenType == JsonTokenType.String ? $"\"{text}\"" : text;
        return text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");
    }

    // False at the object's end.
    private static bool ReadName(scoped ref Utf8JsonReader reader)
    {
        Next(ref reader);
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    private static bool Next(scoped ref Utf8JsonReader reader)
    {
        Demand(reader.Read());
        return true;
    }

    private static void Demand(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException();
        }
    }
}
