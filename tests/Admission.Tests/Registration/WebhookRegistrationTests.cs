using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Admission.Tests.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster;
using Autoscale.Testing;

namespace Autoscale.Admission.Tests.Registration;

public sealed class WebhookRegistrationTests
{
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Run_NothingRegistered_RegistersBothAndThenRests()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);

        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");

        var patches = cluster.Writes.Where(write => write.StartsWith("PATCH", StringComparison.Ordinal));
        Assert.Empty(patches);
    }

    [Fact]
    public async Task Run_TheWebhookDoesNotAnswerYet_RegistersNothing()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        Assert.Null(await cluster.ValidatingAsync());
        Assert.DoesNotContain(cluster.Writes, write => write.Contains("webhookconfigurations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SeveralReplicas_AgreeOnOneRegistration()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var first = new UpkeepReplica(cluster.Client, _clock, UpkeepReplica.Registration);
        await using var second = new UpkeepReplica(cluster.Client, _clock, UpkeepReplica.Registration);
        await using var third = new UpkeepReplica(cluster.Client, _clock, UpkeepReplica.Registration);

        await first.Keeper.WaitAsync(CancellationToken.None);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, first), "trusting webhooks");

        Assert.DoesNotContain(cluster.Writes, write => write.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_CaBundleEditedByHand_PutsItRight()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");
        var foreign = WebhookCertificate.Create(new(["elsewhere"]), _clock.GetUtcNow(), []).CaBundle(_clock.GetUtcNow());

        await cluster.EditValidatingAsync(webhook => webhook["clientConfig"]!["caBundle"] = Convert.ToBase64String(foreign));
        await cluster.EditMutatingAsync(webhook => webhook["clientConfig"]!["caBundle"] = null);

        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks again");
    }

    [Fact]
    public async Task Run_AnythingElseEditedByHand_PutsItRight()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");

        await cluster.EditValidatingAsync(webhook =>
        {
            webhook["failurePolicy"] = "Ignore";
            webhook["timeoutSeconds"] = 29;
            webhook["namespaceSelector"] = new JsonObject();
        });

        await cluster.RegisteredAsync(
            webhook => webhook is { FailurePolicy: "Fail", TimeoutSeconds: 10, NamespaceSelector.MatchExpressions.Count: 1 }, "what was registered");
    }

    [Fact]
    public async Task Run_TwoVersionsWantDifferentThings_TheyDoNotKeepEachOtherBusy()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var old = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, old), "trusting webhooks");

        await using var young = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration with { Timeout = TimeSpan.FromSeconds(3) });
        await cluster.RegisteredAsync(webhook => webhook.TimeoutSeconds == 10, "what the old one wants");
        await cluster.EditValidatingAsync(webhook => webhook["clientConfig"]!["caBundle"] = null);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, old), "trust nevertheless");

        Assert.InRange(cluster.Writes.Count(write => write.StartsWith("PATCH", StringComparison.Ordinal)), 1, 10);
    }

    [Fact]
    public async Task Run_ConfigurationDeleted_RegistersAnew()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");
        var before = (await cluster.MutatingAsync())?.Metadata.Uid;

        await cluster.Client.DeleteAsync(KubeRoute.MutatingWebhookConfigurations.Of("", "autoscale-governance"));

        await Eventually.TrueAsync(async () => (await cluster.MutatingAsync())?.Metadata.Uid is { } uid && uid != before, "another configuration");
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");
    }

    [Fact]
    public async Task Run_OthersRegister_PatchesOnlyTheCaBundle()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration with { Register = false });
        var plan = new WebhookPlan(UpkeepReplica.Registration with { Timeout = TimeSpan.FromSeconds(7) }, [], [UpkeepReplica.OfPods.Validates[0]], false);
        var manifest = WebhookManifest.Json("ValidatingWebhookConfiguration", "autoscale-governance", plan.Validating(null));

        await cluster.Client.CreateRawAsync(KubeRoute.ValidatingWebhookConfigurations, Encoding.UTF8.GetBytes(manifest.ToJsonString()));

        await Eventually.TrueAsync(async () => (await cluster.ValidatingAsync())!.Webhooks!.All(webhook => Trusts(webhook, replica)), "a caBundle");
        Assert.Equal(7, (await cluster.ValidatingAsync())?.Webhooks?[0].TimeoutSeconds);
        Assert.Null(await cluster.MutatingAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_RemovesTheRegistration_OnlyIfItIsTo(bool isRemoved)
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration with { RemoveOnStop = isRemoved });
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");

        await replica.DisposeAsync();

        Assert.Equal(isRemoved, await cluster.ValidatingAsync() is null);
        Assert.Equal(isRemoved, await cluster.MutatingAsync() is null);
    }

    [Fact]
    public async Task Run_AuthorityRenewed_ServesWithItOnlyOnceItIsTrusted()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");
        var before = replica.Keeper.Serving!;

        _clock.Jump(TimeSpan.FromDays(70));

        var after = await cluster.StoredEventuallyAsync(
            stored => stored.FormerAuthorities.Count > 0 && stored.Serving.Certificate.Thumbprint != before.Thumbprint, "another authority");
        await replica.ServesAsync(after, "serving with the new certificate");
        await cluster.RegisteredAsync(webhook => AuthorityBundle.Read(webhook.ClientConfig.CaBundle).Count == 2, "trust in both authorities");
    }

    [Fact]
    public async Task Start_SecretGoneWithAllReplicas_OldAuthorityIsTrustedOn()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using (var first = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration))
        {
            await cluster.RegisteredAsync(webhook => Trusts(webhook, first), "trusting webhooks");
        }

        var before = (await cluster.StoredAsync())!;
        await cluster.DeleteSecretAsync();
        await using var second = await UpkeepReplica.StartAsync(cluster, _clock, UpkeepReplica.Registration);

        await cluster.RegisteredAsync(webhook => Trusts(webhook, second), "trusting webhooks");
        await cluster.RegisteredAsync(webhook => AuthorityBundle.Trusts(webhook.ClientConfig.CaBundle, before.Authority.Certificate), "the old authority");
        Assert.NotEqual(before.Serving.Certificate.Thumbprint, second.Keeper.Serving?.Thumbprint);
    }

    [Fact]
    public async Task Run_RulesForEverything_KeepAwayWhatNoPolicyMeans()
    {
        var everything = new ScriptedPolicy
        {
            Mutates = [],
            Validates = [new([AdmissionOperation.Create, AdmissionOperation.Update], ["*"], ["*"])],
        };
        await using var cluster = await UpkeepCluster.StartAsync();
        var registration = UpkeepReplica.Registration with { ExcludedNamespaces = ["kube-system", "default"] };
        await using var replica = new UpkeepReplica(cluster.Client, _clock, registration, null, everything);
        await replica.Keeper.WaitAsync(CancellationToken.None);
        await cluster.RegisteredAsync(webhook => Trusts(webhook, replica), "trusting webhooks");

        // Nobody answers at that address: what the webhook is asked about fails.
        await cluster.CreateAsync(new("", "v1", "namespaces"), """{"metadata":{"name":"team1"}}""");
        await cluster.CreateAsync(new("", "v1", "configmaps", "default"), """{"metadata":{"name":"m"}}""");
        await cluster.CreateAsync(new("", "v1", "events", "team1"), """{"metadata":{"name":"e"},"involvedObject":{"namespace":"team1"}}""");
        var refused = await Assert.ThrowsAsync<KubeError>(
            () => cluster.CreateAsync(new("", "v1", "configmaps", "team1"), """{"metadata":{"name":"m"}}"""));

        Assert.Contains("failed calling webhook \"validate.governance.autoscale.dev\"", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await cluster.MutatingAsync())?.Webhooks ?? []);
    }

    [KubectlFact]
    public async Task Yaml_AppliedByHand_IsWhatRegisteringByItselfWouldWrite()
    {
        await using var host = new LocalClusterHost(new());
        await host.StartAsync(default);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "kubeconfig"), host.Kubeconfig());
        var plan = new WebhookPlan(UpkeepReplica.Registration, UpkeepReplica.OfPods.Mutates, [new([AdmissionOperation.Create], ["*"], ["*"])], true);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "webhooks.yaml"), WebhookManifest.Yaml(plan));

        var (_, output, errors) = await Kubectl.RunAsync(
            "--kubeconfig", Path.Combine(folder.Path, "kubeconfig"), "--cache-dir", folder.Path, "apply", "-f", Path.Combine(folder.Path, "webhooks.yaml"));

        Assert.Equal("", errors);
        Assert.Equal(2, output.Split("autoscale-governance created\n").Length - 1);
        using var client = new KubeClient(KubeConfig.Load(new() { Path = Path.Combine(folder.Path, "kubeconfig") }), new());
        var stored = await client.GetAsync(
            KubeRoute.ValidatingWebhookConfigurations.Of("", "autoscale-governance"), KubeJson.Default.ValidatingWebhookConfiguration);
        Assert.Equal(WebhookManifest.Json(plan.Validating(null)).ToJsonString(), WebhookManifest.Json(stored.Webhooks!).ToJsonString());
    }

    private static bool Trusts(RegisteredWebhook webhook, UpkeepReplica replica) =>
        replica.Keeper.CaBundle is { } bundle && (webhook.ClientConfig.CaBundle ?? []).SequenceEqual(bundle);
}
