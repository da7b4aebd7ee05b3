namespace Autoscale.LocalCluster.Api.Http;

/// <summary>A parsed field selector ("a=b,c!=d") for one kind.</summary>
internal sealed class FieldSelector
{
    private readonly List<(Func<StoredObject, string> Read, string Value, bool IsEqual)> _terms = [];

    /// <summary>The name that every selected object has, when the selector asks for one.</summary>
    public string? Name { get; private set; }

    /// <summary>Reads the text; refuses fields that the kind cannot be selected by.</summary>
    public static FieldSelector Parse(ResourceKind kind, string text)
    {
        var selector = new FieldSelector();
        foreach (var term in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            selector.Add(kind, text, term);
        }

        return selector;
    }

    /// <summary>Whether an object is selected.</summary>
    public bool Matches(StoredObject value) => _terms.TrueForAll(term => term.Read(value) == term.Value == term.IsEqual);

    private void Add(ResourceKind kind, string text, string term)
    {
        var at = term.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw Refusals.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
        }

        var isEqual = term[at - 1] != '!';
        var field = term[..(isEqual ? at : at - 1)].Trim();
        var value = term[at..].TrimStart('=').Trim();
        _terms.Add((Reader(kind, field), value, isEqual));
        Name = field == "metadata.name" && isEqual ? value : Name;
    }

    private static Func<StoredObject, string> Reader(ResourceKind kind, string field) => field switch
    {
        "metadata.name" => one => one.Name,
        "metadata.namespace" => one => one.Namespace,
        _ when kind.SelectableFields.TryGetValue(field, out var read) => one => read(one.As(kind)),
        _ when kind.SelectableFields.Count > 0 => throw Refusals.BadRequest($"field label not supported: {field}"),
        _ => throw Refusals.BadRequest($"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
    };
}
