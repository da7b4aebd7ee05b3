namespace Autoscale.Conventions.Tests;

public sealed class ReferenceTests
{
    [Fact]
    public void Rooms_ReferToOtherRooms_OnlyAsTheHouseAllows()
    {
        var wrong =
            from room in Rooms.Assemblies
            where room.Room != "Autoscale"
            from reference in room.Assembly.GetReferencedAssemblies()
            let name = reference.Name ?? ""
            where name.StartsWith("Autoscale.", StringComparison.Ordinal)
            let other = name["Autoscale.".Length..]
            where !Rooms.MayReferTo[room.Room].Contains(other)
            select $"{room.Room} refers to {other}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void SourceFolders_HaveARoomInTheTable()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Rooms.Root, "src")).Select(Path.GetFileName);

        Assert.Equal(Rooms.MayReferTo.Keys.Append("Autoscale").Order(), folders.Order());
    }

    [Fact]
    public void Projects_AreAllInTheSolution()
    {
        var solution = File.ReadAllText(Path.Combine(Rooms.Root, "Autoscale.sln")).Replace('\\', '/');

        var missing = Directory.EnumerateFiles(Rooms.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(Rooms.Name)
            .Where(path => !solution.Contains(path, StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}
