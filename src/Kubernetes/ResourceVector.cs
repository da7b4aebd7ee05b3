namespace Autoscale.Kubernetes;

/// <summary>Amounts per resource ("cpu", "memory", …): what something requests, uses or offers; a resource that is not there counts zero.</summary>
public sealed class ResourceVector : IEquatable<ResourceVector>
{
    private readonly SortedAmounts _amounts;

    private ResourceVector(SortedAmounts amounts) => _amounts = amounts;

    /// <summary>No resource at all.</summary>
    public static ResourceVector Empty { get; } = new(SortedAmounts.Empty);

    /// <summary>The amounts by resource, sorted by name.</summary>
    public IReadOnlyDictionary<string, Quantity> Amounts => _amounts;

    /// <summary>The amount of one resource; zero when there is none.</summary>
    public Quantity this[string resource] => _amounts.GetValueOrDefault(resource);

    /// <summary>Takes the amounts of a resource list as the API has it; null is empty.</summary>
    public static ResourceVector From(IEnumerable<KeyValuePair<string, Quantity>>? amounts) =>
        amounts is null ? Empty : new(SortedAmounts.From(amounts));

    /// <summary>Takes one amount.</summary>
    public static ResourceVector Of(string resource, Quantity amount) => From([new(resource, amount)]);

    /// <summary>The larger amount of each resource of either.</summary>
    public static ResourceVector Max(ResourceVector left, ResourceVector right) => left.Combine(right, Quantity.Max);

    /// <summary>The smaller amount of each resource of either.</summary>
    public static ResourceVector Min(ResourceVector left, ResourceVector right) => left.Combine(right, Quantity.Min);

    /// <summary>The sum of each resource of either.</summary>
    public ResourceVector Add(ResourceVector other) => Combine(other, (mine, theirs) => mine + theirs);

    /// <summary>The difference of each resource of either; below zero where the other has more.</summary>
    public ResourceVector Subtract(ResourceVector other) => Combine(other, (mine, theirs) => mine - theirs);

    /// <summary>Every amount so many times.</summary>
    public ResourceVector Multiply(long factor) =>
        From(_amounts.Select(amount => KeyValuePair.Create(amount.Key, amount.Value * factor)));

    /// <summary>Whether there is at least as much of every resource as the other has.</summary>
    public bool Covers(ResourceVector other) => !Shortages(other).Any();

    /// <summary>The resources of which the other has more, sorted by name.</summary>
    public IEnumerable<string> Shortages(ResourceVector other) =>
        other._amounts.Where(amount => amount.Value > this[amount.Key]).Select(amount => amount.Key);

    /// <inheritdoc />
    public bool Equals(ResourceVector? other) => other is not null && Covers(other) && other.Covers(this);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ResourceVector);

    /// <inheritdoc />
    public override int GetHashCode() => _amounts.Where(amount => !amount.Value.IsZero)
        .Aggregate(0, (hash, amount) => HashCode.Combine(hash, amount.Key, amount.Value));

    /// <summary>The amounts as "cpu=100m,memory=64Mi".</summary>
    public override string ToString() => string.Join(',', _amounts.Select(amount => $"{amount.Key}={amount.Value}"));

    /// <summary>The sum; see <see cref="Add"/>.</summary>
    public static ResourceVector operator +(ResourceVector left, ResourceVector right) => left.Add(right);

    /// <summary>The difference; see <see cref="Subtract"/>.</summary>
    public static ResourceVector operator -(ResourceVector left, ResourceVector right) => left.Subtract(right);

    /// <summary>Every amount so many times; see <see cref="Multiply"/>.</summary>
    public static ResourceVector operator *(ResourceVector vector, long factor) => vector.Multiply(factor);

    private ResourceVector Combine(ResourceVector other, Func<Quantity, Quantity, Quantity> combine) =>
        new(_amounts.Combine(other._amounts, combine));
}
