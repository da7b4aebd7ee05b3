using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Admission;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Quota.Control;
using Microsoft.Extensions.Options;

namespace Autoscale.Commands;

/// <summary>The options of <c>run</c> that govern resources.</summary>
internal static class GovernanceOption
{
    private const string Service = "--webhook-service";
    private const string Url = "--webhook-url";

    private static readonly Option<GovernanceMode> Mode = new("--governance")
    {
        Description = "enforce: charge and hold quotas and limit ranges in place of the built-in plugins. advise: warn beside them. off: neither.",
        DefaultValueFactory = _ => GovernanceMode.Advise,
    };

    private static readonly Option<IPEndPoint> Listen = new("--webhook-listen")
    {
        Description = "host:port where admission reviews are answered.",
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Any, 9443),
        CustomParser = parsed => EndpointOption.Parse(parsed, "--webhook-listen") ?? new IPEndPoint(IPAddress.Any, 0),
    };

    private static readonly Option<WebhookAddress?> AtService = new(Service)
    {
        Description = "namespace/name[:port] of the service by which API servers reach the webhook.",
        CustomParser = ParseService,
    };

    private static readonly Option<WebhookAddress?> AtUrl = new(Url)
    {
        Description = "https://host:port by which API servers reach the webhook, where there is no service.",
        CustomParser = ParseUrl,
    };

    private static readonly Option<bool> Register = new("--register")
    {
        Description = "Whether the webhook configurations are written, or only the caBundle of those that are there.",
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<WebhookFailurePolicy?> FailurePolicy = new("--failure-policy")
    {
        Description = "What becomes of writes while the webhook is down: Fail (the default when enforcing) or Ignore (when advising).",
    };

    private static readonly Option<int> Timeout = new Option<int>("--webhook-timeout")
    {
        Description = "Seconds that the API server waits for the webhook, 1 to 30.",
        DefaultValueFactory = _ => 10,
    }.Within(1, 30);

    private static readonly Option<string[]> Excluded = new("--exclude-namespace")
    {
        Description = "A namespace that the webhook is not asked about, beside kube-system, kube-node-lease and its own; may be repeated.",
        CustomParser = ParseNamespaces,
    };

    private static readonly Option<FileInfo?> ClientAuthority = new("--client-ca")
    {
        Description = "PEM of the authorities of which callers of the webhook must show a certificate; without it every caller is answered.",
    };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        Option[] options = [Mode, Listen, AtService, AtUrl, Register, FailurePolicy, Timeout, Excluded, ClientAuthority];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for; null when there is nothing for a webhook to do. Throws <see cref="OptionsValidationException"/> where it cannot be done.</summary>
    public static GovernanceSettings? Of(ParseResult parsed, string ownNamespace, LeaderLeaseOptions? lease)
    {
        var mode = parsed.GetValue(Mode);
        var address = parsed.GetValue(AtService) ?? parsed.GetValue(AtUrl);
        if (mode == GovernanceMode.Enforce && address is null)
        {
            throw Unusable($"--governance=enforce needs {Service} or {Url}: where the API server reaches the webhook");
        }

        var rightSizing = VerticalOption.AdmissionOf(parsed, ownNamespace);
        if (rightSizing is not null && address is null)
        {
            throw Unusable($"--vertical-admission needs {Service} or {Url}: where the API server reaches the webhook");
        }

        return (mode == GovernanceMode.Off && rightSizing is null) || address is null ? null : new()
        {
            Quota = mode == GovernanceMode.Off ? null : new() { Mode = mode },
            RightSizing = rightSizing,
            Admission = new() { Listen = parsed.GetValue(Listen) ?? new(IPAddress.Any, 0), ClientAuthorities = AuthoritiesOf(parsed) },
            Address = address,
            Certificates = new() { Namespace = ownNamespace },
            Registration = at => RegistrationOf(parsed, mode, at, ownNamespace),
            Lease = lease,
        };
    }

    /// <summary>Whether advice was asked for, or left as the default, that nobody can ask for.</summary>
    public static bool IsUnreachable(ParseResult parsed) =>
        parsed.GetValue(Mode) == GovernanceMode.Advise && parsed.GetValue(AtService) is null && parsed.GetValue(AtUrl) is null;

    private static RegistrationOptions RegistrationOf(ParseResult parsed, GovernanceMode mode, WebhookAddress address, string ownNamespace)
    {
        var usual = new RegistrationOptions { Address = address };
        var isStrict = mode == GovernanceMode.Enforce;
        return usual with
        {
            ExcludedNamespaces = [.. usual.ExcludedNamespaces.Append(ownNamespace).Concat(parsed.GetValue(Excluded) ?? []).Distinct()],
            FailurePolicy = parsed.GetValue(FailurePolicy) ?? (isStrict ? WebhookFailurePolicy.Fail : WebhookFailurePolicy.Ignore),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
            Register = parsed.GetValue(Register),
        };
    }

    private static X509Certificate2Collection? AuthoritiesOf(ParseResult parsed)
    {
        if (parsed.GetValue(ClientAuthority) is not { } file)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file.FullName);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable($"--client-ca {file}: {failure.Message}");
        }

        return authorities;
    }

    private static OptionsValidationException Unusable(string why) => new(nameof(GovernanceSettings), typeof(GovernanceSettings), [why]);

    private static WebhookAddress? ParseService(ArgumentResult result) =>
        ServiceOption.Parse(result, Service) is var (ns, name, port) ? WebhookAddress.Of(ns, name, port) : null;

    // The API server would refuse the whole registration for one that is no name.
    private static string[] ParseNamespaces(ArgumentResult result)
    {
        string[] names = [.. result.Tokens.Select(token => token.Value)];
        foreach (var wrong in names.Where(name => NameRules.DnsLabelErrors(name).Count > 0))
        {
            result.AddError($"--exclude-namespace must be the name of a namespace, not \"{wrong}\"");
        }

        return names;
    }

    private static WebhookAddress? ParseUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url is { Scheme: "https", PathAndQuery: "/", UserInfo: "" })
        {
            return WebhookAddress.Of(url);
        }

        result.AddError($"{Url} must be like https://10.0.0.5:9443, not \"{result.Tokens[0].Value}\"");
        return null;
    }
}
