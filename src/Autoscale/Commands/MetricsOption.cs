using System.CommandLine;
using System.Net;
using Autoscale.Metrics.Control;

namespace Autoscale.Commands;

/// <summary>The options of <c>run</c> that say where metrics come from.</summary>
internal static class MetricsOption
{
    private static readonly Option<ResourceMetricsOrigin> Resources = new("--resource-metrics")
    {
        Description = "kubelet: scrape every node. api: read metrics.k8s.io, which somebody else serves. off: neither.",
        DefaultValueFactory = _ => ResourceMetricsOrigin.Kubelet,
    };

    private static readonly Option<KubeletAccess> Access = new("--kubelet-access")
    {
        Description = "proxy: through the API server. direct: straight to every kubelet over TLS, which spares the API server the traffic.",
        DefaultValueFactory = _ => KubeletAccess.Proxy,
    };

    private static readonly Option<int> Port = new Option<int>("--kubelet-port")
    {
        Description = "The port of all kubelets, 1 to 65535; 0 for the one that each node tells, or else 10250.",
    }.Within(0, 65535);

    private static readonly Option<string[]> AddressTypes = new("--kubelet-address-types")
    {
        Description = "Which address of a node to take, the first that it has, e.g. InternalIP,Hostname.",
        DefaultValueFactory = _ => [.. new KubeletOptions().AddressTypes],
        CustomParser = parsed => [.. parsed.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
    };

    private static readonly Option<string?> Authority = new("--kubelet-ca")
    {
        Description = "PEM of the authorities from which kubelets' certificates must come; by default those of the API server.",
    };

    private static readonly Option<bool> Insecure = new("--kubelet-insecure")
    {
        Description = "Do not check kubelets' certificates: whoever sits on the way can read the token.",
    };

    private static readonly Option<double> ScrapePeriod = new Option<double>("--scrape-period")
    {
        Description = "Seconds between two scrapes of a node, or two readings of metrics.k8s.io, 0.1 to 600.",
        DefaultValueFactory = _ => 15,
    }.Within(0.1, 600);

    private static readonly Option<Uri?> Bus = new("--bus")
    {
        Description = "A RabbitMQ over which applications report their metrics: amqp://user:password@host:port/vhost.",
        CustomParser = parsed => BrokerOption.Parse(parsed, "--bus"),
    };

    private static readonly Option<bool> Published = new("--bus-published")
    {
        Description = "Take reports that are published on the bus, rather than sent to a source, for external metrics of every namespace.",
    };

    private static readonly Option<IPEndPoint?> ReportListen = new("--report-listen")
    {
        Description = "host:port where applications report their metrics by POST /v1/readings; nowhere by default.",
        CustomParser = parsed => EndpointOption.Parse(parsed, "--report-listen"),
    };

    private static readonly Option<string?> ReportCertificate = new("--report-certificate")
    {
        Description = "PEM of the certificate for reports, its key in the same file or in --report-key; without it they come in plain text.",
    };

    private static readonly Option<string?> ReportKey = new("--report-key") { Description = "PEM of the key of --report-certificate." };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        Add(command, Resources, Access, Port, AddressTypes, Authority, Insecure, ScrapePeriod, BrokerOption.Value, BrokerOption.Management);
        AddReportsTo(command);
    }

    /// <summary>Adds the options of reports alone to a command.</summary>
    public static void AddReportsTo(Command command) => Add(command, Bus, Published, ReportListen, ReportCertificate, ReportKey);

    /// <summary>What is read and how.</summary>
    public static MetricsOptions Of(ParseResult parsed) => new()
    {
        ResourceMetrics = parsed.GetValue(Resources),
        ScrapePeriod = TimeSpan.FromSeconds(parsed.GetValue(ScrapePeriod)),
        Kubelets = new()
        {
            Access = parsed.GetValue(Access),
            Port = parsed.GetValue(Port) is var port and > 0 ? port : null,
            AddressTypes = parsed.GetValue(AddressTypes) ?? [],
            AuthorityFile = parsed.GetValue(Authority),
            SkipVerify = parsed.GetValue(Insecure),
        },
        Brokers = BrokerOption.Brokers(parsed),
    };

    /// <summary>How applications report.</summary>
    public static ReportSettings ReportsOf(ParseResult parsed) => new()
    {
        Bus = new() { Address = parsed.GetValue(Bus) },
        TakesPublished = parsed.GetValue(Published),
        Listen = parsed.GetValue(ReportListen),
        Certificate = parsed.GetValue(ReportCertificate),
        Key = parsed.GetValue(ReportKey),
    };

    private static void Add(Command command, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }
}
