namespace Autoscale.Admission;

/// <summary>A request as far as it is read.</summary>
internal ref struct RequestDraft
{
    public RequestDraft()
    {
    }

    public string Uid { get; set; } = "";

    public string Name { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Operation { get; set; } = "";

    public string Group { get; set; } = "";

    public string Version { get; set; } = "";

    public string Resource { get; set; } = "";

    public string Subresource { get; set; } = "";

    public string Kind { get; set; } = "";

    public string User { get; set; } = "";

    public bool IsDryRun { get; set; }

    public ReadOnlyMemory<byte> Object { get; set; }

    public ReadOnlyMemory<byte> OldObject { get; set; }

    public readonly AdmissionRequest ToRequest() => new()
    {
        Uid = Uid,
        Name = Name,
        Namespace = Namespace,
        Group = Group,
        Version = Version,
        Resource = Resource,
        Subresource = Subresource,
        Kind = Kind,
        User = User,
        IsDryRun = IsDryRun,
        Object = Object,
        OldObject = OldObject,
        Operation = AdmissionOperations.Parse(Operation)
            ?? throw new FormatException("request.operation must be CREATE, UPDATE, DELETE or CONNECT"),
    };
}
