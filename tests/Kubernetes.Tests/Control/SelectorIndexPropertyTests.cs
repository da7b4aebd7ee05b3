using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class SelectorIndexPropertyTests
{
    private static readonly string[] Keys = ["a", "b", "c"];
    private static readonly string[] Values = ["1", "2"];

    private static readonly Gen<IReadOnlyDictionary<string, string>> Labels =
        from picks in Gen.Elements("", "1", "2").ListOf(Keys.Length)
        select (IReadOnlyDictionary<string, string>)Keys.Zip(picks).Where(pair => pair.Second.Length > 0)
            .ToDictionary(pair => pair.First, pair => pair.Second);

    private static readonly Gen<string> Requirement =
        from key in Gen.Elements(Keys)
        from value in Gen.Elements(Values)
        from form in Gen.Elements("{0}={1}", "{0}!={1}", "{0}", "!{0}", "{0} in (1,2)", "{0} notin ({1})", "{0}=={1}")
        select string.Format(null, form, key, value);

    private static readonly Gen<Step> Steps = Gen.OneOf(
        from name in Gen.Elements("p1", "p2", "p3", "p4")
        from labels in Labels
        select new Step(Name: name, Labels: labels),
        from name in Gen.Elements("p1", "p2", "p3", "p4")
        select new Step(Name: name),
        from requirements in Requirement.ListOf(2)
        from count in Gen.Choose(0, 2)
        select new Step(Selector: string.Join(',', requirements.Take(count))),
        from drop in Gen.Choose(0, 5)
        select new Step(Drop: drop));

    [Fact]
    public void Index_AnyChanges_AgreesWithAScan() =>
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps => Run([.. steps])).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));

    private static void Run(IReadOnlyList<Step> steps)
    {
        var index = new SelectorIndex<string>(pod => pod.Metadata.ResourceVersion);
        var pods = new SortedDictionary<string, Pod>(StringComparer.Ordinal);
        var selections = new List<PodSelection<string>>();
        for (var at = 0; at < steps.Count; at++)
        {
            Apply(steps[at], at, index, pods, selections);
            foreach (var selection in selections)
            {
                Check(selection, pods.Values, selections);
            }
        }
    }

    private static void Apply(
        Step step, int at, SelectorIndex<string> index, SortedDictionary<string, Pod> pods, List<PodSelection<string>> selections)
    {
        if (step.Selector is not null)
        {
            selections.Add(index.Register(new("autoscaling", "HorizontalPodAutoscaler", "ns", $"h{at}"), LabelSelector.Parse(step.Selector)));
        }
        else if (step.Name is null)
        {
            selections.Skip(step.Drop).Take(1).ToList().ForEach(selection => selection.Dispose());
            selections.RemoveRange(Math.Min(step.Drop, selections.Count), selections.Count > step.Drop ? 1 : 0);
        }
        else if (step.Labels is null)
        {
            pods.Remove(step.Name, out var gone);
            index.Apply(new(gone ?? new() { Metadata = new() { Name = step.Name, Namespace = "ns" } }, null));
        }
        else
        {
            var pod = new Pod { Metadata = new() { Name = step.Name, Namespace = "ns", ResourceVersion = $"{at}", Labels = step.Labels } };
            index.Apply(new(pods.GetValueOrDefault(step.Name), pod));
            pods[step.Name] = pod;
        }
    }

    private static void Check(PodSelection<string> selection, IEnumerable<Pod> pods, List<PodSelection<string>> selections)
    {
        var expected = pods.Where(pod => selection.Selector.Matches(pod.Metadata.Labels)).ToList();
        var claimants = selections
            .Where(other => expected.Any(pod => other.Selector.Matches(pod.Metadata.Labels)))
            .Select(other => other.Owner.Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            expected.Select(pod => (pod.Metadata.Name, pod.Metadata.ResourceVersion)),
            selection.Pods.Select(entry => (entry.Pod.Metadata.Name, entry.Value)));
        Assert.Equal(claimants, selection.Claimants.Select(owner => owner.Name));
    }

    private sealed record Step(string? Name = null, IReadOnlyDictionary<string, string>? Labels = null, string? Selector = null, int Drop = 0);
}
