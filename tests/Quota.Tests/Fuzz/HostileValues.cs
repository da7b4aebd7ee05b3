using System.Text.Json.Nodes;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Values that nobody means well with, and some ordinary ones among them.</summary>
internal sealed class HostileValues(Random random)
{
    private static readonly string[] Ordinary = ["0", "1", "100m", "250m", "1500m", "2", "64Mi", "1Gi", "1.5Gi", "10G", "3", "0.5", "1e3", "7"];

    private static readonly string[] Extreme =
    [
        "0.1n", "1n", "1u", "-1", "-0", "-1m", "-9223372036854775808", "9223372036854775807", "9223372036854775808", "9223372036854775", "9223372036854776",
        "9223372036854775.807", "10e30", "1e30", "1e-30", "1e308", "-1e308", "1e2147483647", "1e-2147483648", "1e2000000000", "1e99999999999", "1e4097",
        "8E", "8Ei", "7Ei", "9223372036854775807Ei", "-8Ei", "1000000000000Pi", "0.00000000000000000001Ki", "1.0000000000000000000001", "007", "1.50e3", "+1",
        "99999999999999999999999999999999999999999999999999999999", "-99999999999999999999999999999999999999999999999999999999", "1e18", "1e19", "123456789012345678901234567890m",
    ];

    private static readonly string[] NoQuantities = ["", " ", "NaN", "Infinity", "-Infinity", "1e", "1.2.3", "1KiB", "1 Gi", "0x10", "1_000", "٣", "1e1.5", "m", "-", ".", "½", "1\u0000"];

    private static readonly string[] Resources =
    [
        "cpu", "memory", "ephemeral-storage", "storage", "pods", "count/pods", "requests.cpu", "limits.memory", "hugepages-2Mi", "hugepages-", "requests.hugepages-1Gi", "example.com/gpu",
        "requests.example.com/gpu", "requests.requests.cpu", "a/b/c", "/", ".", "", "kubernetes.io/cpu", "deviceclass.resource.kubernetes.io/gpu", "deviceclass.resource.kubernetes.io/",
        "CPU", "cpu ", "größe", "\ud83d\ude00", "count/", "count/.", "count/x.y.z", "gold.storageclass.storage.k8s.io/requests.storage", "a\nb", "'", "\"",
    ];

    private static readonly string[] Times =
    [
        "2026-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:60Z",
        "2026-02-30T00:00:00Z", "2026-01-01", "now", "", "2026-01-01T00:00:00.123456789123Z", "-2026-01-01T00:00:00Z",
    ];

    private static readonly string[] Numbers =
        ["0", "-1", "1", "30", "32", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e400", "0.5", "1e3", "-0", "922337203685", "100000"];

    private static readonly string[] Texts =
        ["", "a", "Always", "Never", "Infeasible", "PodResizePending", "BestEffort", "Burstable", "Succeeded", "Failed", "All", "ExactCount", "LoadBalancer", "NodePort", "gold", "\ud83d\ude00", "a/b", "a.b.c", "..", "\u0000", "\u202e", "x\r\ny"];

    public T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public int Below(int limit) => random.Next(limit);

    /// <summary>A quantity that parses, in one of three cases an extreme one.</summary>
    public string Amount() => Any(Chance(3) ? Extreme : Ordinary);

    /// <summary>A quantity of which anything may be wrong.</summary>
    public JsonNode? Quantity() => random.Next(8) switch
    {
        0 => Any(NoQuantities),
        1 => Number(),
        2 => Junk(),
        _ => Amount(),
    };

    public string Resource() => Any(Resources);

    public JsonNode Time() => Any(Times);

    public JsonNode Number() => JsonNode.Parse(Any(Numbers))!;

    public string Text() => Chance(200) ? new string('ä', 70_000) : Any(Texts);

    /// <summary>A value of any type.</summary>
    public JsonNode? Junk() => random.Next(9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => Number(),
        3 => new JsonArray(),
        4 => new JsonObject(),
        5 => new JsonArray(null, Text(), new JsonObject()),
        6 => new JsonObject { [Resource()] = Amount(), ["name"] = Text() },
        7 => Nested(),
        _ => Text(),
    };

    private JsonNode Nested()
    {
        JsonNode inner = Text();
        for (var depth = random.Next(1, Chance(5) ? 150 : 12); depth > 0; depth--)
        {
            inner = Chance(2) ? new JsonArray(inner) : new JsonObject { ["a"] = inner };
        }

        return inner;
    }
}
