using System.CommandLine;
using Autoscale.Explains;
using Autoscale.Kubernetes.Client;
using Autoscale.Vpa.Control;

namespace Autoscale.Commands;

/// <summary><c>autoscale explain</c>: why an autoscaler recommends what it does, from what the API knows.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Name of the VerticalPodAutoscaler." };

    private static readonly Option<string?> Namespace = new("--namespace", "-n") { Description = "Its namespace; by default that of the kubeconfig's context, or default." };

    private static readonly Option<string?> Kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file; without it $KUBECONFIG, ~/.kube/config, or in a pod the service account.",
    };

    private static readonly Option<string?> Context = new("--context") { Description = "The context of the kubeconfig; its current one by default." };

    private static readonly Option<string> Lease = new("--lease-namespace")
    {
        Description = "Namespace of the lease by which the webhook shows that it is there; kube-system is looked into as well.",
        DefaultValueFactory = _ => RunCommand.HomeNamespace,
    };

    /// <summary>Builds the command.</summary>
    public static Command Build()
    {
        var vertical = new Command("vpa", "Print samples, percentiles, confidence and caps behind a vertical autoscaler's recommendation, and what becomes of its pods. The cluster is only read.")
        {
            Name, Namespace, Kubeconfig, Context, Lease,
        };
        RecommendationOption.AddTo(vertical);
        UpdaterOption.AddTo(vertical);
        vertical.SetAction((parsed, cancellationToken) => Failures.ReportAsync(token => RunAsync(parsed, token), cancellationToken));
        return new Command("explain", "Say why an autoscaler does what it does.") { vertical };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var config = KubeConfig.Load(new KubeConfigSource { Path = parsed.GetValue(Kubeconfig), Context = parsed.GetValue(Context) });
        using var client = Composition.Client(config);
        var ns = parsed.GetValue(Namespace) ?? config.Namespace ?? "default";
        var settings = SettingsOf(parsed);
        var lease = AdmissionLease.RouteOf(settings.Updater.LeaseNamespace);
        var facts = await new VerticalFactsReader(client, lease, Composition.Clock).ReadAsync(ns, parsed.GetRequiredValue(Name), cancellationToken);
        foreach (var line in VerticalText.Lines(VerticalExplainer.Explain(facts, settings)))
        {
            await Console.Out.WriteLineAsync(line);
        }

        return 0;
    }

    private static VerticalOptions SettingsOf(ParseResult parsed) => new()
    {
        Recommender = RecommendationOption.Of(parsed),
        Usage = RecommendationOption.UsageOf(parsed),
        Updater = UpdaterOption.Of(parsed) with { LeaseNamespace = parsed.GetRequiredValue(Lease) },
    };
}
