using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Declared;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests.Declared;

public sealed class SourcePlanTests
{
    private const string Broker = "'rabbitmq':{'address':'amqps://broker:5671/shop','queues':['orders.*']}";
    private const string Credentials = "'credentials':{'secretRef':{'name':'key'}}";

    private static readonly ObjectKey Key = new("", "Secret", "shop", "key");

    [Fact]
    public void Plan_OfABroker_HasItsSettingsCredentialsAndOffers()
    {
        var source = SomeSource.Of("{" + Broker + "," + Credentials + ",'period':'2s','deadline':'3s','labels':{'team':'a'},"
            + "'metrics':[{'name':'backlog','series':'rabbitmq_queue_backlog','queue':'orders.*','virtualHost':'shop','aggregation':'Sum'}]}");

        var plan = Plan(source, ("username", "me"), ("password", "s3cret\n"));

        Assert.Empty(plan.Problems);
        Assert.Equal(("MetricSource shop/orders", "shop", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)),
            (plan.Settings.Name, plan.Settings.Scope.Namespace, plan.Settings.Period, plan.Settings.Deadline));
        Assert.Equal(("me", "s3cret"), (plan.RabbitMq!.Connection.User, plan.RabbitMq.Connection.Password));
        var expected = new QueueOffer { Name = "backlog", Series = "rabbitmq_queue_backlog", Queue = "orders.*", VirtualHost = "shop", Aggregation = QueueAggregation.Sum };
        Assert.Equal(expected, Assert.Single(plan.RabbitMq.Offers));
        Assert.Empty(plan.RabbitMq.Problems);
    }

    [Fact]
    public void Plan_OfABrokerThatOwnsAllStandardSeries_NeedsNoOffers_AndElseOneEach()
    {
        var source = SomeSource.Of("{" + Broker + "}");
        var rival = new SourceClaims("", "--broker", [new(null, QueueSeries.Messages)]);

        Assert.Empty(Plan(source).RabbitMq!.Offers);
        var left = SourcePlan.Of(source, Secrets(), new NameOwnership([rival, MetricClaims.Of(source)]));
        Assert.Equal(QueueSeries.Names.Count - 1, left.RabbitMq!.Offers.Count);
        Assert.DoesNotContain(left.RabbitMq.Offers, offer => offer.Series == QueueSeries.Messages);
        Assert.Equal(QueueSeries.Messages, Assert.Single(left.Lost).Metric.Name);
    }

    [Fact]
    public void Plan_OfPrometheus_HasARuleForWhatItOwns()
    {
        var source = SomeSource.Of("""
            {'prometheus':{'url':'https://p:9090/x','discover':[{'series':'up','query':'sum(<<.Series>>)'}]},
             'metrics':[{'name':'rps','query':'x','window':'1m','of':{'namespaceLabel':'ns','kinds':[{'kind':'Pod'},{'kind':'Service','label':'svc'}]}},
                        {'name':'age','query':'y','onEmpty':'Zero'}]}
            """);
        var rival = new SourceClaims("", "flag", [new(DescribedKind.Pod, "rps"), new(null, "age")]);

        var plan = SourcePlan.Of(source, Secrets(), new NameOwnership([rival, MetricClaims.Of(source)]));

        Assert.Equal(["services/rps"], plan.Metrics.Select(metric => metric.ToString()));
        Assert.Equal(["rps", ""], plan.Prometheus!.Rules.Select(rule => rule.Name));
        var rule = plan.Prometheus.Rules[0];
        Assert.Equal(("svc", "Service", "ns", TimeSpan.FromMinutes(1)), (rule.Of!.Kinds[0].Label, rule.Of.Kinds[0].Kind.Kind, rule.Of.NamespaceLabel, rule.Window));
        Assert.Single(rule.Of.Kinds);
    }

    [Fact]
    public void Plan_OfAPushedSource_HasItsTokenAndItsMetrics()
    {
        var source = SomeSource.Of("{'pushed':{'lifetime':'10s'}," + Credentials + ",'metrics':[{'name':'a'},{'name':'a','of':{'kinds':[{'kind':'Pod'}]}}]}");

        var plan = Plan(source, ("token", "0123456789abcdef"));

        Assert.Equal(("0123456789abcdef", "autoscale-metrics:shop:orders", TimeSpan.FromSeconds(10)), (plan.Pushed!.Token, plan.Pushed.Address, plan.Pushed.Lifetime));
        Assert.Equal([("a", 0), ("a", 1)], plan.Pushed.Metrics!.Select(metric => (metric.Name, metric.Of.Count)));
    }

    [Fact]
    public void Plan_WithoutItsSecret_SaysWhichOneAndWhichKey()
    {
        var source = SomeSource.Of("{" + Broker + "," + Credentials + "}");

        Assert.Equal("SecretMissing spec.credentials.secretRef: there is no Secret shop/key", Problems(SourcePlan.Of(source, Secrets(), Owners(source))));
        Assert.Equal(
            "SecretMissing spec.credentials.secretRef: Secret shop/key cannot be read: forbidden",
            Problems(SourcePlan.Of(source, new Dictionary<ObjectKey, SecretAnswer> { [Key] = new(null, "forbidden") }, Owners(source))));
        Assert.Equal("SecretMissing spec.credentials.passwordKey: Secret shop/key has no key \"password\"", Problems(Plan(source, ("username", "me"))));
    }

    [Fact]
    public void Plan_OfASecretThatIsOfNoUse_DoesNotRepeatIt()
    {
        var tls = SomeSource.Of("{" + Broker + ",'tls':{'secretRef':{'name':'key'}}}");
        var pushed = SomeSource.Of("{'pushed':{}," + Credentials + ",'metrics':[{'name':'a'}]}");

        Assert.Equal("Invalid spec.tls.secretRef: Invalid value: the authority is no certificate in PEM", Problems(Plan(tls, ("ca.crt", "s3cret"))));
        Assert.Equal("Invalid spec.credentials.tokenKey: Invalid value: a token must have at least 16 characters", Problems(Plan(pushed, ("token", "s3cret"))));
    }

    private static SourcePlan Plan(IDeclaredSource source, params (string Key, string Value)[] secret) =>
        SourcePlan.Of(source, Secrets(secret), Owners(source));

    private static NameOwnership Owners(IDeclaredSource source) => new([MetricClaims.Of(source)]);

    private static Dictionary<ObjectKey, SecretAnswer> Secrets(params (string Key, string Value)[] data) => data.Length == 0 ? [] : new()
    {
        [Key] = new(new Secret { Data = data.ToDictionary(one => one.Key, one => Encoding.UTF8.GetBytes(one.Value)) }, null),
    };

    private static string Problems(SourcePlan plan) => string.Join('\n', plan.Problems.Select(problem => $"{problem.Reason} {problem}"));
}
