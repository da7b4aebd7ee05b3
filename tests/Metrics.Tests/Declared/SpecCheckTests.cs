using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Tests.Declared;

public sealed class SpecCheckTests
{
    private const string Broker = "'rabbitmq':{'address':'amqp://broker'}";
    private const string Server = "'prometheus':{'url':'http://prometheus:9090'}";
    private const string Pushed = "'pushed':{}";

    [Theory]
    [InlineData("{" + Broker + "}")]
    [InlineData("{" + Broker + ",'period':'1s','deadline':'1m','labels':{'team':'shop'},'metrics':[{'name':'orders','series':'rabbitmq_queue_messages','queue':'orders.*','aggregation':'Sum'}]}")]
    [InlineData("{'rabbitmq':{'address':'amqps://broker:5671/%2Fa%40b','management':'https://broker/path','transport':'Amqp','queues':['a']},'metrics':[{'name':'b','series':'rabbitmq_queue_backlog','queue':'a'}],'credentials':{'secretRef':{'name':'s'}}}")]
    [InlineData("{" + Server + ",'metrics':[{'name':'rps','query':'sum(x)','window':'1m','of':{'kinds':[{'kind':'Pod'},{'kind':'Widget','group':'a.io','resource':'widgets'}]}}]}")]
    [InlineData("{'prometheus':{'url':'https://p/prefix','discover':[{'series':'{a=\\'b\\'}','query':'sum(<<.Series>>)','filters':[{'isNot':'^go_'}],'name':{'matches':'^(.*)_total$','as':'${1}_rate'}}]}}")]
    [InlineData("{" + Pushed + ",'metrics':[{'name':'depth'}],'credentials':{'secretRef':{'name':'s'},'tokenKey':'token'}}")]
    public void Check_WhatCanBeDone_FindsNothing(string spec) =>
        Assert.Equal("", SomeSource.Problems(SomeSource.Of(spec.Replace("\\'", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("{}", "spec: Required value: exactly one of rabbitmq, prometheus and pushed must be set")]
    [InlineData("{" + Broker + "," + Pushed + "}", "spec: Forbidden: exactly one of rabbitmq, prometheus and pushed must be set")]
    [InlineData("{" + Broker + ",'period':'500ms'}", "spec.period: Invalid value: \"500ms\": must be a duration between 1s and 1h0m0s, e.g. 5s")]
    [InlineData("{" + Broker + ",'deadline':'1d'}", "spec.deadline: Invalid value: \"1d\": must be a duration between 100ms and 1m0s, e.g. 5s")]
    [InlineData("{" + Broker + ",'labels':{'a-b':'c'}}", "spec.labels: Invalid value: \"a-b\": must be the name of a label: letters, digits and '_', not beginning with a digit")]
    [InlineData("{'rabbitmq':{'address':'broker:5672'}}", "spec.rabbitmq.address: Invalid value: \"broker:5672\": must be an address of the form amqp://host:port or amqps://host:port")]
    [InlineData("{'rabbitmq':{'address':'amqp://a','transport':'Amqp'}}", "spec.rabbitmq.queues: Required value: over AMQP the queues cannot be listed, so their names must be given")]
    [InlineData("{'rabbitmq':{'address':'amqp://a','transport':'Amqp','queues':['a*']}}", "spec.rabbitmq.queues[0]: Invalid value: \"a*\": over AMQP queues are read by their names, so it must be one")]
    [InlineData("{'rabbitmq':{'address':'amqp://a','queues':['/(/']}}", "spec.rabbitmq.queues[0]: Invalid value: \"/(/\": the pattern of queues is no regular expression that can be used: ")]
    [InlineData("{" + Broker + ",'metrics':[{'name':'x','series':'depth'}]}", "spec.metrics[0].series: Unsupported value: \"depth\": supported values: \"rabbitmq_queue_")]
    [InlineData("{" + Broker + ",'metrics':[{'name':'x','series':'rabbitmq_queue_messages','query':'y'}]}", "spec.metrics[0].query: Forbidden: a metric of a rabbitmq source must not have it")]
    [InlineData("{" + Broker + ",'metrics':[{'name':'a/b','series':'rabbitmq_queue_messages'}]}", "spec.metrics[0].name: Invalid value: \"a/b\": must begin with a letter")]
    [InlineData("{" + Server + "}", "spec.metrics: Required value: a prometheus source must have metrics, or rules in prometheus.discover")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x'},{'name':'a','query':'y'}]}", "spec.metrics[1].name: Duplicate value: \"a\"")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':' '}]}", "spec.metrics[0].query: Invalid value: \" \": the query is empty")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x','window':'2d'}]}", "spec.metrics[0].window: Invalid value: \"2d\": must be a duration between 1s and 24h0m0s, e.g. 5s")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x','of':{'kinds':[{'kind':'Widget'}]}}]}", "spec.metrics[0].of.kinds[0].resource: Required value: Widget is no built-in kind, so its resource must be given")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x','of':{'kinds':[{'kind':'Node'}]}}]}", "spec.metrics[0].of.kinds[0].kind: Forbidden: Node objects live in no namespace, so only a ClusterMetricSource may describe them")]
    [InlineData("{'prometheus':{'url':'http://p','discover':[{'series':'x','query':'y','name':{'matches':'('}}]}}", "spec.prometheus.discover[0].name.matches: Invalid value: \"(\": ")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x{<<.Odd>>}'}]}", "spec.metrics[0].query: Invalid value: \"x{<<.Odd>>}\": the query has a part that is not understood: <<.Odd>>")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x','onEmpty':'Zero','of':{'kinds':[{'kind':'Pod'}]}}]}", "spec.metrics[0]: Invalid value: only an external metric can be zero when its query returns nothing")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x','namespaceLabel':'a','of':{'kinds':[{'kind':'Pod'}]}}]}", "spec.metrics[0].namespaceLabel: Forbidden: the namespace of objects is told by of.namespaceLabel")]
    [InlineData("{'pushed':{},'metrics':[{'name':'a'}],'tls':{}}", "spec.tls: Forbidden: nothing is asked over a connection of a pushed source")]
    [InlineData("{'pushed':{},'metrics':[{'name':'a'}],'credentials':{'secretRef':{'name':'a'},'passwordKey':'p'}}", "spec.credentials: Forbidden: who reports shows a token")]
    [InlineData("{" + Pushed + "}", "spec.metrics: Required value: the metrics that may be reported")]
    [InlineData("{'pushed':{'lifetime':'2h'},'metrics':[{'name':'a'}]}", "spec.pushed.lifetime: Invalid value: \"2h\": must be a duration between 1s and 1h0m0s, e.g. 5s")]
    [InlineData("{" + Broker + ",'credentials':{'secretRef':{'name':'a','namespace':'other'}}}", "spec.credentials.secretRef.namespace: Forbidden: a MetricSource may refer to Secrets of its own namespace only")]
    [InlineData("{" + Server + ",'metrics':[{'name':'a','query':'x'}],'credentials':{'secretRef':{'name':'a'},'tokenKey':'t','passwordKey':'p'}}", "spec.credentials.tokenKey: Forbidden: either tokenKey or usernameKey and passwordKey may be set")]
    public void Check_WhatCannotBeDone_NamesTheFieldAndTheLimit(string spec, string expected) =>
        Assert.StartsWith(expected, SomeSource.Problems(SomeSource.Of(spec)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{'rabbitmq':{'address':'amqp://me:s3cret@broker'}}", "spec.rabbitmq.address")]
    [InlineData("{'rabbitmq':{'address':'amqp://broker','management':'http://me:s3cret@broker'}}", "spec.rabbitmq.management")]
    [InlineData("{'rabbitmq':{'address':'me:s3cret@broker'}}", "spec.rabbitmq.address")]
    [InlineData("{'rabbitmq':{'address':'amqp://me:s3c/ret@broker'}}", "spec.rabbitmq.address")]
    [InlineData("{'prometheus':{'url':'https://me:s3cret@p'},'metrics':[{'name':'a','query':'x'}]}", "spec.prometheus.url")]
    public void Check_CredentialsInAnAddress_AreRefusedAndNotRepeated(string spec, string field) =>
        Assert.Equal($"{field}: Forbidden: an address must not hold credentials, name a Secret in spec.credentials", SomeSource.Problems(SomeSource.Of(spec)));

    [Fact]
    public void Check_ClusterSourceWithoutANamespaceForItsSecret_IsRefused() => Assert.Equal(
        "spec.tls.secretRef.namespace: Required value: a ClusterMetricSource has no namespace of its own",
        SomeSource.Problems(SomeSource.OfCluster("{" + Broker + ",'tls':{'secretRef':{'name':'ca'}}}")));

    [Fact]
    public void Secrets_OfACluster_AreThoseOfTheNamedNamespaces()
    {
        var source = SomeSource.OfCluster(
            "{" + Broker + ",'credentials':{'secretRef':{'name':'a','namespace':'x'}},'tls':{'secretRef':{'name':'a','namespace':'x'}}}");

        Assert.Equal([new("", "Secret", "x", "a")], SecretUse.Of(source));
    }
}
