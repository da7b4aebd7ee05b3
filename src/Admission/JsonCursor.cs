using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>Steps through JSON value by value; throws <see cref="FormatException"/> for a value of the wrong type.</summary>
internal ref struct JsonCursor
{
    private readonly ReadOnlyMemory<byte> _body;
    private Utf8JsonReader _reader;

    public JsonCursor(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _reader = new(body.Span, new JsonReaderOptions { MaxDepth = AdmissionReviewReader.MaxDepth });
    }

    public readonly bool IsAtMaxDepth => _reader.CurrentDepth >= AdmissionReviewReader.MaxDepth;

    public bool NextMember() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    public readonly bool NameIs(scoped ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    public readonly string? Name() => _reader.GetString();

    /// <summary>Begins with the object that the whole text is.</summary>
    public void Begin(string name)
    {
        _reader.Read();
        Expect(JsonTokenType.StartObject, name);
    }

    /// <summary>Reads to the end: what follows the value is an error of the reader's.</summary>
    public void End() => _reader.Read();

    public string Text(string name)
    {
        _reader.Read();
        return _reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString() ?? "",
            JsonTokenType.Null => "",
            _ => throw new FormatException($"{name} must be a string"),
        };
    }

    public bool Flag(string name)
    {
        _reader.Read();
        return _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw new FormatException($"{name} must be true or false"),
        };
    }

    // True when an object begins here, false for null.
    public bool Opens(string name)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        Expect(JsonTokenType.StartObject, name);
        return true;
    }

    private readonly void Expect(JsonTokenType type, string name)
    {
        if (_reader.TokenType != type)
        {
            throw new FormatException($"{name} must be an object");
        }
    }

    public ReadOnlyMemory<byte> Slice(string name)
    {
        if (!Opens(name))
        {
            return default;
        }

        var start = (int)_reader.TokenStartIndex;
        PassRest();
        return _body[start..(int)_reader.BytesConsumed];
    }

    public void Pass()
    {
        _reader.Read();
        PassRest();
    }

    // To the end of the value that begins at the token; escaped strings are read, since only that shows whether they are Unicode.
    private void PassRest()
    {
        for (var depth = Depth(0); depth > 0; depth = Depth(depth))
        {
            _reader.Read();
        }
    }

    private readonly int Depth(int depth)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return depth + 1;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                return depth - 1;
            case JsonTokenType.String or JsonTokenType.PropertyName when _reader.ValueIsEscaped && _reader.ValueSpan.IndexOf("\\u"u8) >= 0:
                _ = _reader.GetString();
                return depth;
            default:
                return depth;
        }
    }
}
