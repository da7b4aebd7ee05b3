using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>One pass over a review; throws <see cref="FormatException"/> for what is JSON but no review.</summary>
internal ref struct ReviewParser
{
    private readonly ReadOnlyMemory<byte> _body;
    private Utf8JsonReader _reader;
    private ReviewMembers _seen;

    public ReviewParser(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _reader = new(body.Span, new JsonReaderOptions { MaxDepth = AdmissionReviewReader.MaxDepth });
    }

    public readonly bool IsAtMaxDepth => _reader.CurrentDepth >= AdmissionReviewReader.MaxDepth;

    public AdmissionRequest Read()
    {
        var apiVersion = "";
        var kind = "";
        AdmissionRequest? request = null;
        _reader.Read();
        Expect(JsonTokenType.StartObject, "the review");
        while (NextMember())
        {
            if (Is("apiVersion"u8, ReviewMembers.ApiVersion))
            {
                apiVersion = Text("apiVersion");
            }
            else if (Is("kind"u8, ReviewMembers.ReviewKind))
            {
                kind = Text("kind");
            }
            else if (Is("request"u8, ReviewMembers.Request))
            {
                request = Request();
            }
            else
            {
                Pass();
            }
        }

        // Reads to the end of the body: what follows the review is an error of the reader's.
        _reader.Read();
        if (apiVersion != "admission.k8s.io/v1" || kind != "AdmissionReview")
        {
            throw new FormatException($"expected an AdmissionReview of admission.k8s.io/v1, not {Shown(kind)} of {Shown(apiVersion)}");
        }

        return Checked(request ?? throw new FormatException("the review has no request"));
    }

    private static AdmissionRequest Checked(AdmissionRequest request)
    {
        if (request.Uid.Length == 0)
        {
            throw new FormatException("request.uid is missing");
        }

        if (request.Resource.Length == 0)
        {
            throw new FormatException("request.resource.resource is missing");
        }

        return request.Object.IsEmpty && request.Operation is AdmissionOperation.Create or AdmissionOperation.Update
            ? throw new FormatException($"request.object is missing, which {request.Operation.Name()} needs")
            : request;
    }

    private static string Shown(string text) => text.Length switch
    {
        0 => "nothing",
        > 64 => $"\"{text[..64]}...\"",
        _ => $"\"{text}\"",
    };

    private AdmissionRequest? Request()
    {
        if (!Opens("request"))
        {
            return null;
        }

        var draft = new RequestDraft();
        while (NextMember())
        {
            if (!ReadIdentity(ref draft) && !ReadSubject(ref draft))
            {
                Pass();
            }
        }

        return draft.ToRequest();
    }

    private bool ReadIdentity(ref RequestDraft draft)
    {
        if (Is("uid"u8, ReviewMembers.Uid))
        {
            draft.Uid = Text("request.uid");
        }
        else if (Is("name"u8, ReviewMembers.Name))
        {
            draft.Name = Text("request.name");
        }
        else if (Is("namespace"u8, ReviewMembers.Namespace))
        {
            draft.Namespace = Text("request.namespace");
        }
        else if (Is("operation"u8, ReviewMembers.Operation))
        {
            draft.Operation = Text("request.operation");
        }
        else if (Is("subResource"u8, ReviewMembers.Subresource))
        {
            draft.Subresource = Text("request.subResource");
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool ReadSubject(ref RequestDraft draft)
    {
        if (Is("kind"u8, ReviewMembers.Kind))
        {
            draft.Kind = Member("request.kind", "kind"u8);
        }
        else if (Is("resource"u8, ReviewMembers.Resource))
        {
            ReadResource(ref draft);
        }
        else if (Is("userInfo"u8, ReviewMembers.User))
        {
            draft.User = Member("request.userInfo", "username"u8);
        }
        else if (Is("dryRun"u8, ReviewMembers.DryRun))
        {
            draft.IsDryRun = Flag("request.dryRun");
        }
        else if (Is("object"u8, ReviewMembers.Object))
        {
            draft.Object = Slice("request.object");
        }
        else if (Is("oldObject"u8, ReviewMembers.OldObject))
        {
            draft.OldObject = Slice("request.oldObject");
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadResource(ref RequestDraft draft)
    {
        if (!Opens("request.resource"))
        {
            return;
        }

        while (NextMember())
        {
            if (Is("group"u8, ReviewMembers.ResourceGroup))
            {
                draft.Group = Text("request.resource.group");
            }
            else if (Is("version"u8, ReviewMembers.ResourceVersion))
            {
                draft.Version = Text("request.resource.version");
            }
            else if (Is("resource"u8, ReviewMembers.ResourceName))
            {
                draft.Resource = Text("request.resource.resource");
            }
            else
            {
                Pass();
            }
        }
    }

    // The one member of an object that matters; "" when the object or the member is missing.
    private string Member(string of, scoped ReadOnlySpan<byte> name)
    {
        var value = "";
        var isSeen = false;
        for (var isOpen = Opens(of); isOpen && NextMember();)
        {
            if (!_reader.ValueTextEquals(name))
            {
                Pass();
                continue;
            }

            value = isSeen ? throw Twice(of) : Text(of);
            isSeen = true;
        }

        return value;
    }

    private bool NextMember() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    private bool Is(scoped ReadOnlySpan<byte> name, ReviewMembers member)
    {
        if (!_reader.ValueTextEquals(name))
        {
            return false;
        }

        _seen = (_seen & member) == 0 ? _seen | member : throw Twice($"member {_reader.GetString()}");
        return true;
    }

    private static FormatException Twice(string what) => new($"{what} stands twice in one object");

    private string Text(string name)
    {
        _reader.Read();
        return _reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString() ?? "",
            JsonTokenType.Null => "",
            _ => throw new FormatException($"{name} must be a string"),
        };
    }

    private bool Flag(string name)
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
    private bool Opens(string name)
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

    private ReadOnlyMemory<byte> Slice(string name)
    {
        if (!Opens(name))
        {
            return default;
        }

        var start = (int)_reader.TokenStartIndex;
        PassRest();
        return _body[start..(int)_reader.BytesConsumed];
    }

    private void Pass()
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
