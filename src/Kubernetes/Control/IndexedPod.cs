using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>A pod as the index knows it, and the selectors that select it.</summary>
internal sealed class IndexedPod<TValue>(Pod pod)
{
    /// <summary>The pod.</summary>
    public Pod Pod { get; set; } = pod;

    /// <summary>The pod's entry in every selection, or null while nobody selects it.</summary>
    public PodEntry<TValue>? Entry { get; set; }

    /// <summary>The selections that have it.</summary>
    public IReadOnlyList<SelectedPods<TValue>> Selections { get; private set; } = [];

    /// <summary>Sets the selections, and keeps count in each of the pods that it shares.</summary>
    public void SelectBy(IReadOnlyList<SelectedPods<TValue>> selections)
    {
        CountShared(-1);
        Selections = selections;
        CountShared(+1);
    }

    private void CountShared(int by)
    {
        if (Selections.Count < 2)
        {
            return;
        }

        foreach (var selection in Selections)
        {
            selection.SharedPods += by;
        }
    }
}
