using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.Options;

namespace Autoscale.Commands;

/// <summary>The options of <c>run</c> that serve the metrics APIs.</summary>
internal static class ServingOption
{
    private const string ServiceName = "--metrics-api-service";

    private static readonly Option<MetricsApiGroup[]> Groups = new("--metrics-api")
    {
        Description = "The metrics APIs to serve and register: resource, custom, external, comma-separated; none by default.",
        CustomParser = ParseGroups,
    };

    private static readonly Option<ApiServiceOptions?> Service = new(ServiceName)
    {
        Description = "namespace/name[:port] of the service by which API servers reach them.",
        CustomParser = ParseService,
    };

    private static readonly Option<IPEndPoint> Listen = new("--metrics-api-listen")
    {
        Description = "host:port where they are served.",
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Any, 8443),
        CustomParser = parsed => EndpointOption.Parse(parsed, "--metrics-api-listen") ?? new IPEndPoint(IPAddress.Any, 0),
    };

    private static readonly Option<bool> TakeOver = new("--metrics-api-take-over")
    {
        Description = "Whether APIServices that belong to another service, such as metrics-server's, are taken over.",
    };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        Option[] options = [Groups, Service, Listen, TakeOver];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is served; null for nothing. Throws <see cref="OptionsValidationException"/> where it cannot be done.</summary>
    public static ServingSettings? Of(ParseResult parsed, string ownNamespace, ResourceMetricsOrigin resources)
    {
        if (parsed.GetValue(Groups) is not { Length: > 0 } groups)
        {
            return null;
        }

        if (parsed.GetValue(Service) is not { } service)
        {
            throw Unusable($"--metrics-api needs {ServiceName}: the service by which the API server reaches it");
        }

        if (resources == ResourceMetricsOrigin.Api && groups.Contains(MetricsApiGroup.Resource))
        {
            throw Unusable("--resource-metrics=api reads metrics.k8s.io, --metrics-api=resource serves it: it cannot be both");
        }

        return new()
        {
            Groups = groups,
            Listen = parsed.GetValue(Listen) ?? new(IPAddress.Any, 0),
            Service = service with { TakesOver = parsed.GetValue(TakeOver) },
            Certificates = new() { Namespace = ownNamespace, SecretName = "autoscale-metrics-tls", Server = "metrics" },
        };
    }

    private static OptionsValidationException Unusable(string why) => new(nameof(ServingSettings), typeof(ServingSettings), [why]);

    private static MetricsApiGroup[] ParseGroups(ArgumentResult result)
    {
        var groups = new HashSet<MetricsApiGroup>();
        foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Enum.TryParse<MetricsApiGroup>(name, ignoreCase: true, out var group) && Enum.IsDefined(group))
            {
                groups.Add(group);
            }
            else
            {
                result.AddError($"--metrics-api must be resource, custom or external, or several of them, not \"{name}\"");
            }
        }

        return [.. groups];
    }

    private static ApiServiceOptions? ParseService(ArgumentResult result) =>
        ServiceOption.Parse(result, ServiceName) is var (ns, name, port) ? new() { Namespace = ns, Name = name, Port = port } : null;
}
