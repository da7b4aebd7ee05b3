using System.Collections.Immutable;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class SelectorIndexTests
{
    private readonly SelectorIndex<string> _index = new(pod => $"{pod.Metadata.Name}@{pod.Metadata.ResourceVersion}");

    [Fact]
    public void Pods_AddedBeforeAndAfterRegistration_AreSelectedInOrder()
    {
        Put("b", "app=web");
        using var web = Register("web", "app=web");
        Put("a", "app=web,x=1");
        Put("c", "app=api");
        Put("d", "app=web", "elsewhere");

        Assert.Equal(["a", "b"], Names(web));
    }

    [Fact]
    public void Pods_LabelChanges_MovesThePod()
    {
        using var web = Register("web", "app=web");
        using var api = Register("api", "app=api");
        Put("a", "app=web");

        var touched = Put("a", "app=api");

        Assert.Equal((0, 1), (web.Pods.Length, api.Pods.Length));
        Assert.Equal(["api", "web"], touched.Select(owner => owner.Name));
    }

    [Fact]
    public void Pods_PodChanges_CarryTheNewValue()
    {
        using var web = Register("web", "app=web");
        Put("a", "app=web", version: "1");
        var before = web.Pods;

        Put("a", "app=web", version: "2");

        Assert.Equal(("a@1", "a@2"), (before[0].Value, web.Pods[0].Value));
    }

    [Fact]
    public void Pods_PodDeleted_IsGone()
    {
        using var web = Register("web", "app=web");
        Put("a", "app=web");

        var touched = _index.Apply(new(Pod("a", "app=web"), null));

        Assert.Empty(web.Pods);
        Assert.Equal("web", Assert.Single(touched).Name);
    }

    [Fact]
    public void Pods_ReadTwice_IsTheSameArray()
    {
        using var web = Register("web", "app=web");
        Put("a", "app=web");

        Assert.True(web.Pods == web.Pods);
    }

    [Fact]
    public async Task Pods_ReadWhileOthersWrite_AreAlwaysSortedAndWhole()
    {
        using var web = Register("web", "app=web");
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                Put($"p{i % 7}", i % 3 == 0 ? "app=web" : "app=api", version: $"{i}");
            }
        });

        while (!writer.IsCompleted)
        {
            var names = Names(web).ToList();
            Assert.Equal(names.Order(StringComparer.Ordinal).Distinct(), names);
        }

        await writer;
        Assert.All(web.Pods, entry => Assert.Equal("web", entry.Pod.Metadata.Labels?["app"]));
    }

    [Fact]
    public void Register_ManySelectorsShareOneLabel_AreAllKeptApart()
    {
        var selections = Enumerable.Range(0, 50).Select(i => Register($"h{i}", $"part-of=shop,app=a{i}")).ToList();
        for (var i = 0; i < 50; i++)
        {
            Put($"p{i}", $"part-of=shop,app=a{i}");
        }

        Assert.All(selections, selection => Assert.Equal($"p{selection.Owner.Name[1..]}", Assert.Single(Names(selection))));
        Assert.Equal("h7", Assert.Single(_index.OwnersOf("shop", "p7")).Name);
    }

    [Fact]
    public void Evaluate_PodThatNobodySelects_IsNotCalled()
    {
        var index = new SelectorIndex<string>(_ => throw new InvalidOperationException("not to be called"));
        using var web = index.Register(Key("web"), LabelSelector.Parse("app=web"));

        Assert.Empty(index.Apply(new(null, Pod("a", "app=api"))));
    }

    [Fact]
    public void Claimants_OverlappingSelectors_AreBothNamed()
    {
        using var web = Register("web", "app=web");
        using var all = Register("all", "");
        Put("a", "app=web");
        Put("b", "app=api");

        Assert.Equal(["all", "web"], web.Claimants.Select(owner => owner.Name));
    }

    [Fact]
    public void Claimants_SameSelectorTwice_AreBothNamed()
    {
        using var one = Register("one", "app=web");
        using var two = Register("two", "app=web");
        Put("a", "app=web");

        Assert.Equal(["one", "two"], one.Claimants.Select(owner => owner.Name));
    }

    [Fact]
    public void Claimants_NoPods_IsNobody()
    {
        using var one = Register("one", "app=web");
        using var two = Register("two", "app=web");

        Assert.Empty(one.Claimants);
    }

    [Fact]
    public void Claimants_RivalDisposed_IsTheOwnerAlone()
    {
        using var web = Register("web", "app=web");
        var rival = Register("rival", "app in (web,api)");
        Put("a", "app=web");

        rival.Dispose();
        rival.Dispose();

        Assert.Equal("web", Assert.Single(web.Claimants).Name);
        Assert.Equal("web", Assert.Single(_index.OwnersOf("shop", "a")).Name);
    }

    private static ObjectKey Key(string name) => new("autoscaling", "HorizontalPodAutoscaler", "shop", name);

    private static IEnumerable<string> Names(PodSelection<string> selection) => selection.Pods.Select(entry => entry.Pod.Metadata.Name);

    private static Pod Pod(string name, string labels, string @namespace = "shop", string version = "1") => new()
    {
        Metadata = new()
        {
            Name = name,
            Namespace = @namespace,
            ResourceVersion = version,
            Labels = labels.Split(',').Select(label => label.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
        },
    };

    private PodSelection<string> Register(string owner, string selector) => _index.Register(Key(owner), LabelSelector.Parse(selector));

    private ImmutableArray<ObjectKey> Put(string name, string labels, string @namespace = "shop", string version = "1") =>
        _index.Apply(new(null, Pod(name, labels, @namespace, version)));
}
