namespace Autoscale.LocalCluster.Api;

/// <summary>The kinds that the API serves: those built in, and those that custom resource definitions bring and take away; read without locks.</summary>
public sealed class KindRegistry
{
    private readonly IReadOnlyList<ResourceKind> _builtIn;
    private volatile KindPicture _picture;

    /// <summary>Registers the built-in kinds, in the order in which discovery shows them.</summary>
    public KindRegistry(IEnumerable<ResourceKind> kinds)
    {
        _builtIn = [.. kinds];
        _picture = new KindPicture(_builtIn);
    }

    /// <summary>Told, on the thread that changed them, that the custom kinds are others now.</summary>
    public event Action? Changed;

    /// <summary>The kinds as they are now.</summary>
    public KindPicture Picture => _picture;

    /// <summary>Every kind in every version.</summary>
    public IReadOnlyList<ResourceKind> All => _picture.All;

    /// <summary>Whether a custom kind has the resource or the kind of a built-in one, which goes before it.</summary>
    public bool IsBuiltIn(ResourceKind custom) =>
        _builtIn.Any(kind => kind.Group == custom.Group && (kind.Plural == custom.Plural || kind.Kind == custom.Kind));

    /// <summary>Serves these custom kinds from now on, after the built-in ones.</summary>
    public void ServeCustom(IEnumerable<ResourceKind> custom)
    {
        _picture = new KindPicture([.. _builtIn, .. custom]);
        Changed?.Invoke();
    }

    /// <summary>The kind behind a resource name in a URL, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural) => _picture.Find(group, version, plural);

    /// <summary>The kind that an object names, or null.</summary>
    public ResourceKind? FindKind(string group, string version, string kind) => _picture.FindKind(group, version, kind);

    /// <summary>The kind under whose version objects are stored: the kind itself, but for second versions; throws the 404 refusal when the kind was taken away.</summary>
    public ResourceKind Stored(ResourceKind kind) => kind.Conversion is null && kind.Custom is null
        ? kind
        : _picture.FindStored(kind.Group, kind.Kind) ?? throw Refusals.NoSuchResource();

    /// <summary>The kind by whose rules objects are admitted and checked: a custom resource's own version, the stored version of others.</summary>
    public ResourceKind Ruling(ResourceKind kind) => kind.Custom is null ? Stored(kind) : kind;
}
