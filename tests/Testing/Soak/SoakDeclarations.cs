using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Metrics.Declared;

namespace Autoscale.Testing.Soak;

/// <summary>Users who declare metric sources, change them and take them away, with their Secrets.</summary>
public sealed class SoakDeclarations(KubeClient client, Uri servers)
{
    /// <summary>The namespace in which they do it.</summary>
    public const string Namespace = "shop";

    /// <summary>With what the paths of declared servers begin.</summary>
    public const string Path = "/declared";

    private const int Most = 12;

    private readonly Queue<long> _present = new();

    /// <summary>How many have been declared.</summary>
    public long Declared { get; private set; }

    /// <summary>Declares one more, changes one, and takes the oldest away when there are many.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var number = Declared++;
        await client.CreateRawAsync(
            KubeRoute.Secrets.In(Namespace),
            Json($$$"""{'metadata':{'name':'key-{{{number}}}'},'stringData':{'username':'me','password':'secret','token':'token-of-source-{{{number:d6}}}'}}"""),
            cancellationToken);
        await client.CreateRawAsync(MetricSource.Route.In(Namespace), Json($$"""
            {'apiVersion':'autoscale.dev/v1alpha1','kind':'MetricSource','metadata':{'name':'{{NameOf(number)}}'},'spec':{{SpecOf(number)}}}
            """), cancellationToken);
        _present.Enqueue(number);
        if (_present.Count > 1)
        {
            var changed = KubePatch.Merge(Json($$$$"""{'spec':{'labels':{'change':'c{{{{number}}}}'}}}"""));
            await client.PatchRawAsync(RouteOf(_present.ElementAt(_present.Count / 2)), changed, cancellationToken);
        }

        if (_present.Count > Most)
        {
            await RemoveAsync(cancellationToken);
        }
    }

    /// <summary>Takes all of them away.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        while (_present.Count > 0)
        {
            await RemoveAsync(cancellationToken);
        }
    }

    private static string NameOf(long number) => $"source-{number}";

    private static KubeRoute RouteOf(long number) => MetricSource.Route.Of(Namespace, NameOf(number));

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));

    private string SpecOf(long number)
    {
        var server = new Uri(servers, $"{Path}-{number}");
        var credentials = $"'credentials':{{'secretRef':{{'name':'key-{number}'}}}}";
        return (number % 3) switch
        {
            0 => $$"""{'period':'1s','prometheus':{'url':'{{server}}'},'metrics':[{'name':'declared_{{number % 5}}','query':'jobs'}],{{credentials}}}""",
            1 => $$"""
                {'period':'1s','rabbitmq':{'address':'amqp://127.0.0.1:1','management':'{{server}}','transport':'Management'},
                'metrics':[{'name':'declared_{{number % 5}}','series':'rabbitmq_queue_backlog','queue':'orders-*','aggregation':'Sum'}],{{credentials}}}
                """,
            _ => $$$"""{'pushed':{'lifetime':'5s'},'metrics':[{'name':'declared_{{{number % 5}}}'}],'credentials':{'secretRef':{'name':'key-{{{number}}}'},'tokenKey':'token'}}""",
        };
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var oldest = _present.Dequeue();
        await client.DeleteAsync(RouteOf(oldest), cancellationToken: cancellationToken);
        await client.DeleteAsync(KubeRoute.Secrets.Of(Namespace, $"key-{oldest}"), cancellationToken: cancellationToken);
    }
}
