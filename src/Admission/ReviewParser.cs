namespace Autoscale.Admission;

/// <summary>One pass over a review; throws <see cref="FormatException"/> for what is JSON but no review.</summary>
internal ref struct ReviewParser(ReadOnlyMemory<byte> body)
{
    private JsonCursor _json = new(body);
    private ReviewMembers _seen;

    public readonly bool IsAtMaxDepth => _json.IsAtMaxDepth;

    public AdmissionRequest Read()
    {
        var apiVersion = "";
        var kind = "";
        AdmissionRequest? request = null;
        _json.Begin("the review");
        while (_json.NextMember())
        {
            if (Is("apiVersion"u8, ReviewMembers.ApiVersion))
            {
                apiVersion = _json.Text("apiVersion");
            }
            else if (Is("kind"u8, ReviewMembers.ReviewKind))
            {
                kind = _json.Text("kind");
            }
            else if (Is("request"u8, ReviewMembers.Request))
            {
                request = Request();
            }
            else
            {
                _json.Pass();
            }
        }

        _json.End();
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
        if (!_json.Opens("request"))
        {
            return null;
        }

        var draft = new RequestDraft();
        while (_json.NextMember())
        {
            if (!ReadIdentity(ref draft) && !ReadSubject(ref draft))
            {
                _json.Pass();
            }
        }

        return draft.ToRequest();
    }

    private bool ReadIdentity(ref RequestDraft draft)
    {
        if (Is("uid"u8, ReviewMembers.Uid))
        {
            draft.Uid = _json.Text("request.uid");
        }
        else if (Is("name"u8, ReviewMembers.Name))
        {
            draft.Name = _json.Text("request.name");
        }
        else if (Is("namespace"u8, ReviewMembers.Namespace))
        {
            draft.Namespace = _json.Text("request.namespace");
        }
        else if (Is("operation"u8, ReviewMembers.Operation))
        {
            draft.Operation = _json.Text("request.operation");
        }
        else if (Is("subResource"u8, ReviewMembers.Subresource))
        {
            draft.Subresource = _json.Text("request.subResource");
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
            draft.IsDryRun = _json.Flag("request.dryRun");
        }
        else if (Is("object"u8, ReviewMembers.Object))
        {
            draft.Object = _json.Slice("request.object");
        }
        else if (Is("oldObject"u8, ReviewMembers.OldObject))
        {
            draft.OldObject = _json.Slice("request.oldObject");
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadResource(ref RequestDraft draft)
    {
        if (!_json.Opens("request.resource"))
        {
            return;
        }

        while (_json.NextMember())
        {
            if (Is("group"u8, ReviewMembers.ResourceGroup))
            {
                draft.Group = _json.Text("request.resource.group");
            }
            else if (Is("version"u8, ReviewMembers.ResourceVersion))
            {
                draft.Version = _json.Text("request.resource.version");
            }
            else if (Is("resource"u8, ReviewMembers.ResourceName))
            {
                draft.Resource = _json.Text("request.resource.resource");
            }
            else
            {
                _json.Pass();
            }
        }
    }

    // The one member of an object that matters; "" when the object or the member is missing.
    private string Member(string of, scoped ReadOnlySpan<byte> name)
    {
        var value = "";
        var isSeen = false;
        for (var isOpen = _json.Opens(of); isOpen && _json.NextMember();)
        {
            if (!_json.NameIs(name))
            {
                _json.Pass();
                continue;
            }

            value = isSeen ? throw Twice(of) : _json.Text(of);
            isSeen = true;
        }

        return value;
    }

    private bool Is(scoped ReadOnlySpan<byte> name, ReviewMembers member)
    {
        if (!_json.NameIs(name))
        {
            return false;
        }

        _seen = (_seen & member) == 0 ? _seen | member : throw Twice($"member {_json.Name()}");
        return true;
    }

    private static FormatException Twice(string what) => new($"{what} stands twice in one object");
}
