using System.Text.RegularExpressions;

namespace Autoscale.Conventions.Tests;

public sealed partial class NamingTests
{
    [Fact]
    public void Types_HaveNamesThatSaySomething()
    {
        var vague =
            from room in Rooms.Assemblies
            from type in Rooms.WrittenTypes(room.Assembly)
            where Vague().IsMatch(type.Name)
            select type.FullName;

        Assert.Empty(vague);
    }

    [Fact]
    public void ConcreteClasses_AreSealed()
    {
        var open =
            from room in Rooms.Assemblies
            from type in Rooms.WrittenTypes(room.Assembly)
            where type is { IsClass: true, IsSealed: false, IsAbstract: false }
            select type.FullName;

        Assert.Empty(open);
    }

    [Fact]
    public void Interfaces_HaveTwoImplementations()
    {
        var assemblies = Rooms.Assemblies.Select(room => room.Assembly).ToList();
        var implementations = assemblies.SelectMany(Rooms.WrittenTypes).Where(type => !type.IsInterface).ToList();
        var inTests = string.Join('\n', Rooms.Sources("tests").Select(File.ReadAllText));

        var lonely =
            from type in assemblies.SelectMany(Rooms.WrittenTypes)
            where type.IsInterface
            let bare = type.Name.Split('`')[0]
            let known = implementations.Count(candidate => candidate.GetInterfaces().Any(one => one.Name == type.Name))
            let faked = Regex.Count(inTests, $@"(class|record|struct) [^\n]*:[^\n]*\b{bare}\b")
            where known + faked < 2
            select type.FullName;

        Assert.Empty(lonely);
    }

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Impl|Base|Dto|Common)$")]
    private static partial Regex Vague();
}
