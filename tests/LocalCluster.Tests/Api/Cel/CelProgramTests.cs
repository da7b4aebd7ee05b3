using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Cel;

namespace Autoscale.LocalCluster.Tests.Api.Cel;

public sealed class CelProgramTests
{
    private const string Object = """{"a":1,"big":1.5,"text":"héllo","flag":true,"none":null,"list":[1,"two",{"n":3}],"map":{"x/y":"z"},"containers":[{"name":"a"},{"name":"b","image":"i"}]}""";

    private static readonly CelDeclarations Variables = new(
        [("object", CelType.Any), ("request", CelType.Map)],
        new Dictionary<string, CelType> { ["request.operation"] = CelType.Text, ["request.dryRun"] = CelType.Boolean }.ToFrozenDictionary());

    [Theory]
    [InlineData("true", true)]
    [InlineData("!false && !!true", true)]
    [InlineData("object.a == 1", true)]
    [InlineData("object.a == 1.0", true)]
    [InlineData("object.big > 1 && object.big <= 1.5", true)]
    [InlineData("object.a < 1 || object.a >= 2", false)]
    [InlineData("object.text == 'h\\u00e9llo'", true)]
    [InlineData("object.text == r'h\\u00e9llo'", false)]
    [InlineData("object.text != \"\"\"héllo\"\"\"", false)]
    [InlineData("object.none == null", true)]
    [InlineData("object.a == 'one'", false)]
    [InlineData("'two' in object.list && !(2 in object.list)", true)]
    [InlineData("'x/y' in object.map", true)]
    [InlineData("object.map['x/y'] == 'z'", true)]
    [InlineData("object.list[2].n == 3", true)]
    [InlineData("object.list[2] == object.list[2] && object.list != ['two']", true)]
    [InlineData("['a', 'b'] == [\"a\", \"b\",]", true)]
    [InlineData("object.a in [3, 2, 1]", true)]
    [InlineData("has(object.map) && !has(object.nothing)", true)]
    [InlineData("has(object.nothing) && object.nothing.x == 1", false)]
    [InlineData("object.text.startsWith('h') && object.text.endsWith('o') && object.text.contains('ll')", true)]
    [InlineData("object.text.matches('^h.*o$') && !object.text.matches('^x')", true)]
    [InlineData("size(object.text) == 5 && object.list.size() == 3 && size(object.map) == 1", true)]
    [InlineData("object.containers.exists(c, has(c.image) && c.image == 'i')", true)]
    [InlineData("object.containers.all(c, c.name in ['a', 'b'])", true)]
    [InlineData("object.containers.all(c, object.containers.exists(d, d.name != c.name))", true)]
    [InlineData("object.map.all(key, key.contains('/'))", true)]
    [InlineData("(object.a == 1 ? object.text : 'no') == 'héllo'", true)]
    [InlineData("object.flag ? request.operation == 'CREATE' : false", true)]
    [InlineData("object.a == -1 || object.a == 0x01 // so it is", true)]
    [InlineData("request.dryRun", false)]
    [InlineData("object.nothing == 1 || true", true)]
    [InlineData("true || object.nothing == 1", true)]
    [InlineData("object.nothing == 1 && false", false)]
    [InlineData("object.list.exists(x, x == 1 || x.y)", true)]
    public void Evaluate_Supported_SaysWhatTheLanguageMeans(string expression, bool expected)
    {
        var (holds, error) = Evaluate(expression);

        Assert.Null(error);
        Assert.Equal(expected, holds);
    }

    [Theory]
    [InlineData("object.nothing == 1", "no such key: nothing")]
    [InlineData("object.nothing == 1 || false", "no such key: nothing")]
    [InlineData("object.a.b == 1", "no such overload")]
    [InlineData("object.a < 'x'", "no such overload")]
    [InlineData("object.text && true", "no such overload")]
    [InlineData("!object.a", "no such overload")]
    [InlineData("object.list[7] == 1", "index out of bounds: 7")]
    [InlineData("object.map['q'] == 1", "no such key: q")]
    [InlineData("has(object.nothing.x)", "no such key: nothing")]
    [InlineData("object.a.exists(x, true)", "no such overload")]
    [InlineData("object.list.all(x, x == 1 || x.y == 2)", "no such overload")]
    [InlineData("object.a.startsWith('x')", "no such overload")]
    public void Evaluate_CannotBeSaid_IsAnError(string expression, string message) => Assert.Equal(message, Evaluate(expression).Error?.Message);

    [Theory]
    [InlineData("", "mismatched input '<EOF>'")]
    [InlineData("object.a ==", "mismatched input '<EOF>'")]
    [InlineData("object.a == 1)", "extraneous input ')'")]
    [InlineData("nobody == 1", "undeclared reference to 'nobody'")]
    [InlineData("request.object == 1", "undefined field 'object'")]
    [InlineData("object.a + 1 == 2", "the operator '+' is not supported")]
    [InlineData("-object.a == 2", "the operator '-' is not supported")]
    [InlineData("object.?a.hasValue()", "optional field access is not supported")]
    [InlineData("object.containers.filter(c, true) == []", "the function 'filter' is not supported")]
    [InlineData("string(object.a) == '1'", "the function 'string' is not supported")]
    [InlineData("{'a': 1} == object.map", "maps are not supported")]
    [InlineData("has(object)", "invalid argument to has() macro")]
    [InlineData("'unfinished", "token recognition error")]
    [InlineData("'\\q' == 'q'", "unable to unescape string")]
    [InlineData("object.a == 1x", "invalid number '1x'")]
    [InlineData("object.a = 1", "extraneous input '='")]
    [InlineData("object.a # 1", "token recognition error at: '#'")]
    [InlineData("'a' && true", "found no matching overload for '_&&_'")]
    [InlineData("'a' == 1", "found no matching overload for '_==_'")]
    [InlineData("1 in 2", "found no matching overload for '_in_'")]
    [InlineData("request.dryRun.startsWith('a')", "found no matching overload for 'startsWith'")]
    [InlineData("'text'", "must evaluate to bool")]
    [InlineData("object.flag", "must evaluate to bool")]
    public void Compile_NotSupported_IsRefusedWithThePart(string expression, string part) =>
        Assert.Contains(part, Assert.Throws<CelProblem>(() => new CelProgram(expression, Variables)).Message, StringComparison.Ordinal);

    [Fact]
    public void Compile_Problem_IsShownWhereItIs() => Assert.Equal(
        "ERROR: <input>:2:4: undeclared reference to 'b' (in container '')\n | && b == 1\n | ...^",
        Assert.Throws<CelProblem>(() => new CelProgram("true\n&& b == 1", Variables)).Describe("true\n&& b == 1"));

    [Theory]
    [InlineData("(", 5000)]
    [InlineData("!", 5000)]
    [InlineData("[", 5000)]
    [InlineData("object.a.", 5000)]
    [InlineData("true || ", 5000)]
    [InlineData("object.exists(x, ", 300)]
    public void Compile_Endless_IsRefused(string part, int times) =>
        Assert.Throws<CelProblem>(() => new CelProgram(string.Concat(Enumerable.Repeat(part, times)) + "true", Variables));

    [Fact]
    public void Evaluate_LongestChain_DoesNotExhaustTheStack()
    {
        var program = new CelProgram(string.Join(" || ", Enumerable.Repeat("false", 1900)), Variables);

        Assert.False(program.Evaluate(null, null).Holds);
    }

    private static (bool Holds, CelError? Error) Evaluate(string expression) => new CelProgram(expression, Variables).Evaluate(
        JsonNode.Parse(Object),
        JsonNode.Parse("""{"operation":"CREATE","dryRun":false}"""));
}
