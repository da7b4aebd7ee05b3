using System.Text.Json;

namespace Autoscale.Metrics.Sources;

/// <summary>
/// Reads an answer of Prometheus' HTTP API as it comes, token by token, so that of a long answer only its series are held. What it
/// does not know it skips. Throws <see cref="InvalidDataException"/> where the answer is not what the API says.
/// </summary>
internal sealed class PrometheusJson : IJsonTokens
{
    /// <summary>How many series are taken at most.</summary>
    public const int MostSeries = 200_000;

    private const int MostNotes = 20;

    private readonly string[] _path = new string[8];
    private readonly List<PrometheusSample> _samples = [];
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly Action<IReadOnlyDictionary<string, string>>? _series;
    private string _status = "";
    private string _type = "";
    private string _errorType = "";
    private string _error = "";
    private string? _value;
    private double? _time;
    private bool _hasHistogram;

    /// <summary>Reads the answer to a query; or, when somebody takes them, the label sets of a question for series, which are not kept.</summary>
    public PrometheusJson(Action<IReadOnlyDictionary<string, string>>? series = null) => _series = series;

    /// <inheritdoc />
    public void Take(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth < _path.Length:
                _path[depth] = NameOf(ref reader);
                break;
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False:
                TakeValue(ref reader, depth);
                break;
            case JsonTokenType.EndObject:
                EndObject(depth);
                break;
            case JsonTokenType.EndArray when depth == 2 && IsResult && _value is not null:
                // A scalar is one pair, where a vector has a list of series.
                Add(SeriesLabels.None);
                break;
        }
    }

    /// <summary>The answer, once its last token was taken.</summary>
    public PrometheusAnswer End() => _status switch
    {
        "success" or "error" => new()
        {
            IsSuccess = _status == "success",
            ResultType = _type,
            Samples = _samples,
            ErrorType = _errorType,
            Error = _error,
            Notes = _notes,
        },
        _ => throw new InvalidDataException("an answer that is not of Prometheus' API"),
    };

    private bool IsResult => _path[1] == "data" && _path[2] == "result";

    private void TakeValue(ref Utf8JsonReader reader, int depth)
    {
        if (depth == 1)
        {
            TakeTop(ref reader);
        }
        else if (depth == 2 && _path[1] == "data" && _path[2] == "resultType")
        {
            _type = TextOf(ref reader);
        }
        else if (depth == 2 && _path[1] is "warnings" or "infos" && _notes.Count < MostNotes)
        {
            _notes.Add(TextOf(ref reader));
        }
        else if (depth == 3 && IsResult)
        {
            TakePair(ref reader);
        }
        else if (depth == 3 && _path[1] == "data" && _series is not null)
        {
            _labels[_path[3]] = TextOf(ref reader);
        }
        else if (depth == 5 && IsResult)
        {
            TakeSample(ref reader);
        }
    }

    private void TakeTop(ref Utf8JsonReader reader)
    {
        switch (_path[1])
        {
            case "status":
                _status = TextOf(ref reader);
                break;
            case "errorType":
                _errorType = TextOf(ref reader);
                break;
            case "error":
                _error = TextOf(ref reader);
                break;
        }
    }

    private void TakeSample(ref Utf8JsonReader reader)
    {
        switch (_path[4])
        {
            case "metric":
                _labels[_path[5]] = TextOf(ref reader);
                break;
            case "value":
                TakePair(ref reader);
                break;
            case "histogram":
                _hasHistogram = true;
                _time ??= reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null;
                break;
        }
    }

    private void TakePair(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && _time is null)
        {
            _time = reader.GetDouble();
        }
        else
        {
            _value = TextOf(ref reader);
        }
    }

    private void EndObject(int depth)
    {
        if (depth == 3 && IsResult)
        {
            Add(SeriesLabels.Of(_labels));
        }
        else if (depth == 2 && _path[1] == "data" && _series is not null)
        {
            _series(_labels);
            _labels.Clear();
        }
    }

    private void Add(SeriesLabels labels)
    {
        if (_samples.Count == MostSeries)
        {
            throw new InvalidDataException($"an answer of more than {MostSeries} series");
        }

        // Ranges of values have no single one: the result's type tells what they are.
        if (_value is not null || _hasHistogram)
        {
            _samples.Add(new(labels, _value ?? "a histogram", _time ?? throw new JsonException()));
        }

        _labels.Clear();
        (_value, _time, _hasHistogram) = (null, null, false);
    }

    // The same few names come with every series.
    private string NameOf(ref Utf8JsonReader reader)
    {
        var name = reader.GetString() ?? "";
        if (_names.TryGetValue(name, out var known))
        {
            return known;
        }

        _names[name] = name;
        return name;
    }

    private static string TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : throw new JsonException();
}
