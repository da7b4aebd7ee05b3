using System.Diagnostics.Metrics;
using System.Text;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Vpa.Tests.Admitting;

/// <summary>The webhook with the policies of vertical autoscalers before an API server that has a deployment named web in the namespace shop.</summary>
internal sealed class WebhookScene : IAsyncDisposable
{
    public const string Bare = "{'metadata':{'name':'web-1','labels':{'app':'web'},OWNER'namespace':'shop'},'spec':{'containers':[{'name':'app','resources':{'requests':{'cpu':'100m'},'limits':{'cpu':'200m'}}}]}}";

    private const string OfReplicaSet = "'ownerReferences':[{'apiVersion':'apps/v1','kind':'ReplicaSet','name':'web-a','uid':'r','controller':true}],";

    private readonly CancellationTokenSource _end = new();
    private ServiceProvider? _services;
    private Task _running = Task.CompletedTask;

    public static readonly KubeRoute Deployments = new("apps", "v1", "deployments");
    public static readonly KubeRoute ReplicaSets = new("apps", "v1", "replicasets");

    public WebhookScene()
    {
        Api.Add(Deployments, "{'metadata':{'name':'web','namespace':'shop'},'spec':{'selector':{'matchLabels':{'app':'web'}}}}");
        Api.Add(ReplicaSets, "{'metadata':{'name':'web-a','namespace':'shop','ownerReferences':[{'apiVersion':'apps/v1','kind':'Deployment','name':'web','uid':'d','controller':true}]},'spec':{'selector':{'matchLabels':{'app':'web'}}}}");
    }

    public WebhookApi Api { get; } = new();

    /// <summary>Whose instruments count.</summary>
    public IMeterFactory Meters => _services!.GetRequiredService<IMeterFactory>();

    /// <summary>Whether the webhook counts as registered.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>What quotas have no room for; nothing by default.</summary>
    public Func<ResourceVector, ResourceVector, string?>? Refuses { get; init; }

    public static string Pod { get; } = Bare.Replace("OWNER", OfReplicaSet, StringComparison.Ordinal);

    /// <summary>An autoscaler of the deployment that recommends 300m of CPU and 64Mi of memory.</summary>
    public WebhookScene Vpa(string name = "right", string spec = "", string created = "2026-01-01T00:00:00Z", string target = "web", string cpu = "300m")
    {
        Api.Add(VerticalPodAutoscaler.Route, $"{{'metadata':{{'name':'{name}','namespace':'shop','creationTimestamp':'{created}'}},"
            + $"'spec':{{'targetRef':{{'apiVersion':'apps/v1','kind':'Deployment','name':'{target}'}}{spec}}},"
            + $"'status':{{'recommendation':{{'containerRecommendations':[{{'containerName':'app','target':{{'cpu':'{cpu}','memory':'64Mi'}}}}]}}}}}}");
        return this;
    }

    public async Task<WebhookScene> StartAsync(VpaAdmissionOptions? options = null, bool waits = true)
    {
        var services = new ServiceCollection()
            .AddLogging().AddSingleton<TimeProvider>(Api.Time).AddSingleton(Api.Client)
            .AddAdmission(new());
        if (Refuses is { } refuses)
        {
            services.AddSingleton<IQuotaHeadroom>(new ScriptedHeadroom(refuses));
        }

        _services = services.AddVpaAdmission(options ?? new() { Identity = "replica" }).BuildServiceProvider();
        _running = _services.GetRequiredService<VpaAdmission>().RunAsync(() => IsRegistered, _end.Token);
        if (waits)
        {
            await _services.GetRequiredService<AdmissionCaches>().WaitUntilKnownAsync(default).WaitAsync(TimeSpan.FromMinutes(2));
        }

        return this;
    }

    /// <summary>The patch of a new pod; "" for none.</summary>
    public async Task<string> AdmitAsync(string pod, string inNamespace = "shop")
    {
        var answer = await ReviewAsync(pod, inNamespace);
        Assert.Null(answer.Denial);
        return Encoding.UTF8.GetString(answer.Patch.Span);
    }

    public Task<AdmissionAnswer> ReviewAsync(string pod, string inNamespace = "shop") => Chain.MutateAsync(
        new()
        {
            Uid = "1",
            Version = "v1",
            Kind = "Pod",
            Resource = "pods",
            Namespace = inNamespace,
            Name = "web-1",
            Operation = AdmissionOperation.Create,
            Object = Encoding.UTF8.GetBytes(pod.Replace('\'', '"')),
        },
        CancellationToken.None).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        await (_services?.DisposeAsync() ?? ValueTask.CompletedTask);
        _end.Dispose();
    }

    private AdmissionChain Chain => _services!.GetRequiredService<AdmissionChain>();
}
