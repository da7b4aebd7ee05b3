using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>What the mutating steps of one write know of each other: whether one asks for another round, and whether this is that round.</summary>
public sealed class Reinvocation
{
    private readonly HashSet<string> _called = [];
    private readonly HashSet<string> _again = [];
    private JsonNode? _left;

    /// <summary>True in the second round.</summary>
    public bool IsSecondRound { get; private set; }

    /// <summary>True when an object was changed in a way that earlier steps may want to see.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Notes that a step that wants to see later changes has been called.</summary>
    public void Called(string step) => _called.Add(step);

    /// <summary>Notes that the object was changed: whoever was called before is called again.</summary>
    public void Changed()
    {
        IsWanted = true;
        _again.UnionWith(_called);
        _called.Clear();
    }

    /// <summary>Notes how the steps that are called again on demand left the object.</summary>
    public void Remember(JsonObject? value) => _left = IsWanted ? value?.DeepClone() : null;

    /// <summary>Calls all of them again when other steps have changed the object since.</summary>
    public void Compare(JsonObject? value)
    {
        if (IsSecondRound && !JsonNode.DeepEquals(_left, value))
        {
            Changed();
        }
    }

    /// <summary>Whether a step is called in the second round.</summary>
    public bool IsDue(string step) => _again.Contains(step);

    /// <summary>Begins the second round.</summary>
    public void Begin() => IsSecondRound = true;
}
