namespace Autoscale.Kubernetes.Control;

/// <summary>What has to do with one label, key and value, in a namespace: the pods that bear it, the selectors anchored on it.</summary>
internal sealed class LabelBucket<TValue>(Dictionary<string, LabelBucket<TValue>> siblings, string value)
{
    /// <summary>The pods that bear the label.</summary>
    public HashSet<IndexedPod<TValue>> Pods { get; } = [];

    /// <summary>Some of the selectors that require the label: each is anchored on one label, wherever it is loneliest.</summary>
    public List<SelectedPods<TValue>> Selections { get; } = [];

    /// <summary>Takes the bucket away when neither a pod nor a selector needs it.</summary>
    public void DropIfEmpty()
    {
        if (Pods.Count == 0 && Selections.Count == 0)
        {
            siblings.Remove(value);
        }
    }
}
