using System.Reflection;

namespace Autoscale.Conventions.Tests;

public sealed class PurityTests
{
    private const BindingFlags Every =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Awaiting = ["Task", "Task`1", "ValueTask", "ValueTask`1", "TimeProvider", "HttpClient", "ILogger", "ILogger`1"];

    [Theory]
    [InlineData("Hpa")]
    [InlineData("Metrics")]
    [InlineData("Admission")]
    public void RoomRoot_MentionsNothingThatAwaits(string room)
    {
        var types = Rooms.WrittenTypes(Assembly.Load($"Autoscale.{room}")).Where(type => type.Namespace == $"Autoscale.{room}");

        var wrong =
            from type in types
            from used in Mentioned(type)
            where Awaiting.Contains(used.Name)
            select $"{type.Name} mentions {used.Name}";

        Assert.Empty(wrong.Distinct());
    }

    private static IEnumerable<Type> Mentioned(Type type) =>
        type.GetFields(Every).Select(field => field.FieldType)
            .Concat(type.GetProperties(Every).Select(property => property.PropertyType))
            .Concat(type.GetMethods(Every).SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Every).SelectMany(constructor => constructor.GetParameters().Select(p => p.ParameterType)));
}
