using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Server = Autoscale.LocalCluster.Api.Patching.JsonPatch;

namespace Autoscale.Admission.Tests;

public sealed class JsonPatchProperties
{
    private static readonly string[] Names = ["a", "b", "c/d", "e~f", "", "~1", "0"];

    // Objects of few names and few values, so that two of them have much in common.
    private static Gen<JsonObject> Objects(int depth) =>
        from count in Gen.Choose(0, 4)
        from names in Gen.Elements(Names).ArrayOf(count)
        from values in Values(depth - 1).ArrayOf(count)
        select new JsonObject(names.Zip(values, KeyValuePair.Create).DistinctBy(pair => pair.Key));

    private static Gen<JsonNode?> Values(int depth)
    {
        var leaf = Gen.Elements("1", "2", "\"x\"", "null", "true", "1.50", "{}", "[]").Select(text => JsonNode.Parse(text));
        return depth <= 0
            ? leaf
            : Gen.OneOf(leaf, Objects(depth).Select(JsonNode? (it) => it), Gen.Choose(0, 4).SelectMany(count => Values(depth - 1).ArrayOf(count).Select(JsonNode? (it) => new JsonArray(it))));
    }

    private static Arbitrary<(JsonObject Before, JsonObject After)> Pairs =>
        (from before in Objects(4) from after in Objects(4) select (before, after)).ToArbitrary();

    [Fact]
    public void Between_AppliedToTheFormer_GivesTheLatter() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Pairs, pair =>
        {
            var patch = JsonPatch.Between(Given.Body(pair.Before), Given.Body(pair.After));

            var applied = patch.IsEmpty ? pair.Before : Server.Apply(pair.Before.DeepClone(), JsonNode.Parse(patch.Span)!.AsArray());

            return JsonNode.DeepEquals(pair.After, applied) && patch.IsEmpty == JsonNode.DeepEquals(pair.Before, pair.After);
        }));

    // Step by step, each must change something, and replace nothing by what it is: else it would mention what is unchanged.
    [Fact]
    public void Between_EveryStep_ChangesWhatItNames() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Pairs, pair =>
        {
            var patch = JsonPatch.Between(Given.Body(pair.Before), Given.Body(pair.After));
            var steps = patch.IsEmpty ? [] : JsonNode.Parse(patch.Span)!.AsArray();

            return steps.Count == steps.Select(step => step!["path"] + step["op"]!.GetValue<string>()).Distinct().Count()
                && steps.All(step => IsNeeded(pair.Before, steps, step!));
        }));

    private static bool IsNeeded(JsonObject before, JsonArray steps, JsonNode step)
    {
        var state = before.DeepClone();
        foreach (var earlier in steps.TakeWhile(one => one != step))
        {
            state = Server.Apply(state, [earlier!.DeepClone()])!;
        }

        var changed = Server.Apply(state.DeepClone(), [step.DeepClone()]);
        return !JsonNode.DeepEquals(state, changed) && !ReplacesContainerByItsLike(state, step);
    }

    // An object in place of an object would mention members that stay; the same for arrays.
    private static bool ReplacesContainerByItsLike(JsonNode state, JsonNode step)
    {
        if (step["op"]!.GetValue<string>() != "replace")
        {
            return false;
        }

        var found = step["path"]!.GetValue<string>().Split('/').Skip(1)
            .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .Aggregate((JsonNode?)state, (node, part) => node is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : node![part]);
        return (found, step["value"]) is (JsonObject, JsonObject) or (JsonArray, JsonArray);
    }
}
