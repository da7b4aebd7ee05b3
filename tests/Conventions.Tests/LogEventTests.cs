using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Autoscale.Conventions.Tests;

public sealed class LogEventTests
{
    private static readonly Dictionary<string, int> First = new()
    {
        ["Metrics"] = 1000,
        ["Hpa"] = 2000,
        ["Vpa"] = 3000,
        ["Quota"] = 4000,
        ["Admission"] = 5000,
        ["Kubernetes"] = 6000,
        ["LocalCluster"] = 7000,
        ["Autoscale"] = 9000,
    };

    private static IEnumerable<(string Room, int Id, string Method)> Events =>
        from room in Rooms.Assemblies
        from type in room.Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select (room.Room, attribute.EventId, $"{type.FullName}.{method.Name}");

    [Fact]
    public void EventIds_AreUnique()
    {
        var twice = Events.GroupBy(one => one.Id).Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(one => one.Method)));

        Assert.Empty(twice);
    }

    [Fact]
    public void EventIds_LieInTheRangeOfTheirRoom()
    {
        var outside = Events.Where(one => one.Id < First[one.Room] || one.Id >= First[one.Room] + 1000).Select(one => $"{one.Method} {one.Id}");

        Assert.Empty(outside);
    }
}
