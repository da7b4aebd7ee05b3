using Autoscale.Kubernetes;

namespace Autoscale.Quota;

/// <summary>
/// Whether somebody else charges a quota, too, such as the API server's own plugin: its use grew by exactly twice what the objects
/// cost that appeared. Charges whose objects never appeared look like it for one or two objects, hardly ever for more.
/// </summary>
/// <param name="Grown">By how much the quota's use has grown, others' writes alone.</param>
/// <param name="Appeared">What the objects cost that appeared or grew in the same time.</param>
/// <param name="Objects">How many these are.</param>
public sealed record DoubleCharge(ResourceVector Grown, ResourceVector Appeared, int Objects)
{
    private const int FewestObjects = 3;

    /// <summary>Nothing seen yet.</summary>
    public static DoubleCharge Unseen { get; } = new(ResourceVector.Empty, ResourceVector.Empty, 0);

    /// <summary>Whether it is so.</summary>
    public bool IsEvident => Objects >= FewestObjects && LooksDouble;

    /// <summary>Whether as many objects were charged once.</summary>
    public bool IsRefuted => Objects >= FewestObjects && !Appeared.Equals(ResourceVector.Empty) && Grown.Equals(Appeared);

    /// <summary>What to go on with when all charges have their objects: what does not say enough yet, or nothing.</summary>
    public DoubleCharge Settled => Objects < FewestObjects && LooksDouble ? this : Unseen;

    private bool LooksDouble => !Appeared.Equals(ResourceVector.Empty) && Grown.Equals(Appeared * 2);

    /// <summary>With more use of the quota.</summary>
    public DoubleCharge WithGrowth(ResourceVector growth) => this with { Grown = Grown + growth };

    /// <summary>With an object that appeared or grew.</summary>
    public DoubleCharge WithObject(ResourceVector cost) => this with { Appeared = Appeared + cost, Objects = Objects + 1 };
}
