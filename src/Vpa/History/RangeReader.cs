using System.Globalization;
using System.Text.Json;
using Autoscale.Metrics;

namespace Autoscale.Vpa.History;

/// <summary>
/// Reads the series of an answer of Prometheus' HTTP API as they come, of a matrix or of a vector, and hands each over with its labels
/// and its samples, which are the caller's only during the call. What is no such answer throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class RangeReader(Action<IReadOnlyDictionary<string, string>, IReadOnlyList<HistorySample>> take) : IJsonTokens
{
    private const int SeriesDepth = 3;
    private const int LabelDepth = 5;
    private const int PairDepth = 6;

    private static readonly double LatestSecond = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalSeconds - 1;

    private readonly string[] _path = new string[8];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly List<HistorySample> _samples = [];
    private string _status = "";
    private string _type = "";
    private string _error = "";
    private DateTimeOffset? _time;

    /// <inheritdoc />
    public void Take(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth < _path.Length:
                _path[depth] = reader.GetString() ?? "";
                break;
            case JsonTokenType.EndObject when depth == SeriesDepth && IsResult:
                take(_labels, _samples);
                _labels.Clear();
                _samples.Clear();
                break;
            case JsonTokenType.String or JsonTokenType.Number:
                TakeValue(ref reader, depth);
                break;
        }
    }

    /// <summary>Throws unless the answer, whose last token was taken, was one.</summary>
    public void End()
    {
        var problem = (_status, _type) switch
        {
            ("success", "matrix" or "vector") => null,
            ("success", _) => $"it answered with a {_type} where series were asked for",
            ("error", _) => $"it refused the query: {_error}",
            _ => "an answer that is not of Prometheus' API",
        };
        if (problem is not null)
        {
            throw new InvalidDataException(problem);
        }
    }

    private bool IsResult => _path[1] == "data" && _path[2] == "result";

    private void TakeValue(ref Utf8JsonReader reader, int depth)
    {
        switch (depth)
        {
            case 1 when _path[1] == "status":
                _status = TextOf(ref reader);
                break;
            case 1 when _path[1] == "error":
                _error = TextOf(ref reader);
                break;
            case 2 when _path[1] == "data" && _path[2] == "resultType":
                _type = TextOf(ref reader);
                break;
            case LabelDepth when IsResult && _path[4] == "metric":
                _labels[_path[LabelDepth]] = TextOf(ref reader);
                break;
            case LabelDepth when IsResult && _path[4] == "value":
            case PairDepth when IsResult && _path[4] == "values":
                TakePair(ref reader);
                break;
        }
    }

    private void TakePair(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            var seconds = reader.GetDouble();
            _time = seconds >= 0 && seconds <= LatestSecond ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
        }
        else if (_time is { } time)
        {
            _samples.Add(new(time, NumberOf(TextOf(ref reader))));
            _time = null;
        }
    }

    private static double NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : throw new JsonException();
}
