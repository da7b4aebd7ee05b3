using System.Text;
using Autoscale.LocalCluster.Api.Http;

namespace Autoscale.LocalCluster.Tests.Api.Http;

public sealed class RequestTextTests
{
    [Theory]
    [InlineData("/api/v1/pods", "", "v1", "", "pods", "", "")]
    [InlineData("/api/v1/namespaces/demo", "", "v1", "", "namespaces", "demo", "")]
    [InlineData("/api/v1/namespaces/demo/status", "", "v1", "", "namespaces", "demo", "status")]
    [InlineData("/api/v1/namespaces/demo/pods/web/log", "", "v1", "demo", "pods", "web", "log")]
    [InlineData("/apis/apps/v1/namespaces/demo/deployments/web/scale", "apps", "v1", "demo", "deployments", "web", "scale")]
    [InlineData("/apis/apiregistration.k8s.io/v1/apiservices/v1.apps", "apiregistration.k8s.io", "v1", "", "apiservices", "v1.apps", "")]
    public void RequestPath_OfResources_NamesTheirParts(string path, string group, string version, string ns, string resource, string name, string subresource) =>
        Assert.Equal(new RequestPath(group, version, ns, resource, name) { Subresource = subresource }, RequestPath.Parse(path));

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1")]
    [InlineData("/apis/apps/v1")]
    [InlineData("/version")]
    public void RequestPath_OfOtherThings_IsNone(string path) => Assert.Null(RequestPath.Parse(path));

    [Theory]
    [InlineData("{bad", "invalid character 'b' looking for beginning of object key string")]
    [InlineData("x", "invalid character 'x' looking for beginning of value")]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key")]
    [InlineData("{\"a\":1 2}", "invalid character '2' after object key:value pair")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("{} x", "invalid character 'x' after top-level value")]
    [InlineData("{\"a\":", "unexpected end of JSON input")]
    [InlineData("", "unexpected end of JSON input")]
    public void GoJsonErrors_MalformedText_IsWordedAsGoDoes(string text, string expected) =>
        Assert.Equal(expected, GoJsonErrors.Describe(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("a: 1\nb: x\nc: \"1\"\nd: true\ne: null\nf:\n- 1.5\n- y\n", """{"a":1,"b":"x","c":"1","d":true,"e":null,"f":[1.5,"y"]}""")]
    [InlineData("a: yes\nb: 1e3\nc: 0x10\nd: 100m\ne: -3\n", """{"a":"yes","b":1000,"c":"0x10","d":"100m","e":-3}""")]
    public void YamlText_PlainScalars_AreReadByTheCoreSchema(string yaml, string json) =>
        Assert.Equal(json, YamlText.Read(yaml)!.ToJsonString());

    [Theory]
    [InlineData("a: &x [*x]\n")]
    [InlineData("? [a]\n: 1\n")]
    [InlineData("a: {<<: 3}\n")]
    public void YamlText_WhatNoJsonCanSay_IsRefused(string yaml) => Assert.Throws<System.Text.Json.JsonException>(() => YamlText.Read(yaml));

    [Theory]
    [InlineData("a: &x {b: 1, c: {d: 2}}\ne: {<<: *x, b: 3}\n", """{"a":{"b":1,"c":{"d":2}},"e":{"b":3,"c":{"d":2}}}""")]
    [InlineData("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n", """{"a":{"b":1},"c":{"b":2,"d":3},"e":{"b":1,"d":3}}""")]
    [InlineData("a: {\"<<\": 1}\n", """{"a":{"\u003C\u003C":1}}""")]
    public void YamlText_MergedMappings_GiveWayToWhatStandsThere(string yaml, string json) =>
        Assert.Equal(json, YamlText.Read(yaml)!.ToJsonString());

    [Fact]
    public void YamlText_TooDeepOrTooLarge_IsRefused()
    {
        var bomb = string.Concat(Enumerable.Range(1, 9).Select(level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 9))}]\n"));

        Assert.Contains("max depth", Refusal(new string('[', 1_000_000)), StringComparison.Ordinal);
        Assert.Contains("excessive aliasing", Refusal("a0: &a0 x\n" + bomb), StringComparison.Ordinal);

        static string Refusal(string yaml) => Assert.Throws<System.Text.Json.JsonException>(() => YamlText.Read(yaml)).Message;
    }

    [Fact]
    public void ContinueToken_RoundTrip_KeepsItsPlace()
    {
        var token = new ContinueToken(42, "demo", "m\"1");

        Assert.Equal(token, ContinueToken.Parse(token.ToString()));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("e30=")]
    public void ContinueToken_OfOthers_IsRefused(string text) =>
        Assert.Equal(400, Assert.Throws<LocalCluster.Api.ApiError>(() => ContinueToken.Parse(text)).Code);
}
