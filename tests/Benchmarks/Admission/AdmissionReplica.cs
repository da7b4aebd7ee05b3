using System.Globalization;
using System.Net;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Quota.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Benchmarks.Admission;

/// <summary>The webhook in a process of its own, as the program composes it, with certificates that live as long as is asked for.</summary>
internal static class AdmissionReplica
{
    /// <summary>The word by which it is started.</summary>
    public const string Word = "admission-replica";

    /// <summary>What it says once API servers ask it.</summary>
    public const string Ready = "registered";

    /// <summary>Serves until it is killed; the arguments are a kubeconfig, a port, and the seconds that certificates live, 0 for the usual life.</summary>
    public static int Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] arguments)
    {
        var seconds = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var governance = GovernanceSettings.Local(GovernanceMode.Enforce) with
        {
            Admission = new() { Listen = new(IPAddress.Loopback, int.Parse(arguments[1], CultureInfo.InvariantCulture)) },
        };
        var settings = new ControllerSettings
        {
            Cluster = KubeConfig.Load(new KubeConfigSource { Path = arguments[0] }),
            Horizontal = new() { Mode = HorizontalMode.Off },
            Governance = seconds == 0 ? governance : governance with { Certificates = ShortLived(governance.Certificates, seconds) },
            LogLevel = LogLevel.Error,
        };
        await using var run = await ControllerRun.StartAsync(settings, CancellationToken.None);
        await run.WaitForRegistrationAsync(CancellationToken.None);
        Console.WriteLine(Ready);
        await run.Work;
        return 0;
    }

    private static CertificateOptions ShortLived(CertificateOptions usual, int seconds) => usual with
    {
        Terms = new CertificateTerms([]) { ServingLifetime = TimeSpan.FromSeconds(seconds), AuthorityLifetime = TimeSpan.FromSeconds(3 * seconds) },
        CheckInterval = TimeSpan.FromMilliseconds(100),
        Settle = TimeSpan.FromMilliseconds(500),
    };
}
