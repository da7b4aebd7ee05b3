using Autoscale.Kubernetes;

namespace Autoscale.Quota;

/// <summary>Counts the objects of any resource under "count/plural.group", after pkg/quota/v1/generic; custom resources too.</summary>
internal sealed class ObjectCount : IObjectCost
{
    private const string Prefix = "count/";

    private readonly ResourceVector _one;

    private ObjectCount(params IEnumerable<string> names) =>
        _one = ResourceVector.From(names.Select(name => KeyValuePair.Create(name, Quantity.FromLong(1))));

    /// <summary>Counts a resource.</summary>
    public static ObjectCount Of(GroupResource resource) => new(NameOf(resource));

    /// <summary>Counts a core resource that quotas also know by its bare plural.</summary>
    public static ObjectCount WithPlainName(string resource) => new(resource, NameOf(new("", resource)));

    /// <summary>The name under which quotas count a resource.</summary>
    public static string NameOf(GroupResource resource) => $"{Prefix}{resource}";

    /// <summary>The resource that "count/plural.group" counts; null for another name.</summary>
    public static GroupResource? Counted(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.Length == Prefix.Length)
        {
            return null;
        }

        var dot = name.IndexOf('.', Prefix.Length);
        return dot < 0 ? new("", name[Prefix.Length..]) : new(name[(dot + 1)..], name[Prefix.Length..dot]);
    }

    /// <inheritdoc />
    public bool Tracks(string name) => _one.Amounts.ContainsKey(name);

    /// <inheritdoc />
    public ResourceVector Of(GovernedObject subject, DateTimeOffset now) => _one;
}
