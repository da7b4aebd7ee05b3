using System.Globalization;

namespace Autoscale.Demo;

/// <summary>Recorded arrivals to replay: one entry a second, in order.</summary>
public sealed record ArrivalTrace(IReadOnlyList<TraceSecond> Seconds)
{
    private const string EmbeddedName = "Autoscale.Demo.Data.azure_llm_conv_2023_1s.csv";

    /// <summary>All requests of the trace.</summary>
    public int Requests { get; } = Seconds.Sum(second => second.Requests);

    /// <summary>The trace that comes with the program: 58 minutes of a conversation service (AzurePublicDataset, CC-BY 4.0).</summary>
    public static ArrivalTrace Embedded()
    {
        using var stream = typeof(ArrivalTrace).Assembly.GetManifestResourceStream(EmbeddedName)
            ?? throw new InvalidOperationException($"resource {EmbeddedName} is missing");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <summary>Reads "timestamp,value,context_tokens,generated_tokens" lines after a header; throws <see cref="FormatException"/> with the line's number.</summary>
    public static ArrivalTrace Parse(TextReader reader)
    {
        var seconds = new List<TraceSecond>();
        reader.ReadLine();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > 0)
            {
                seconds.Add(ParseLine(line, number));
            }
        }

        return new ArrivalTrace(seconds);
    }

    /// <summary>The trace, from its beginning again where it ends, until its first second that reaches the requests.</summary>
    public ArrivalTrace Take(int requests)
    {
        var taken = new List<TraceSecond>();
        var total = 0;
        for (var i = 0; total < requests && Requests > 0; i++)
        {
            taken.Add(Seconds[i % Seconds.Count] with { Second = i });
            total += taken[^1].Requests;
        }

        return new ArrivalTrace(taken);
    }

    private static TraceSecond ParseLine(string line, int number)
    {
        var fields = line.Split(',');
        if (fields.Length < 4
            || !TryRead(fields[0], out var second)
            || !TryRead(fields[1], out var requests)
            || !TryRead(fields[3], out var tokens))
        {
            throw new FormatException($"trace line {number}: want timestamp,value,context_tokens,generated_tokens, got \"{line}\"");
        }

        return new TraceSecond(second, requests, tokens);
    }

    private static bool TryRead(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
