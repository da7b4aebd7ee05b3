using System.ComponentModel.DataAnnotations;

namespace Autoscale.Metrics.Control;

/// <summary>How kubelets are reached, in the terms of metrics-server's flags.</summary>
public sealed record KubeletOptions
{
    /// <summary>The port of a kubelet whose node does not tell it.</summary>
    public const int DefaultPort = 10250;

    private static readonly string[] KnownAddressTypes = ["Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"];

    /// <summary>Whether kubelets are asked themselves or through the API server; through it by default.</summary>
    public KubeletAccess Access { get; init; } = KubeletAccess.Proxy;

    /// <summary>The port of all kubelets, 1 to 65535; null (the default) for the one in each node's status, or else 10250.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// Which address of a node to take, the first that it has: Hostname, InternalDNS, InternalIP, ExternalDNS, ExternalIP. By default
    /// InternalIP, ExternalIP, Hostname, as metrics-server's manifests have it.
    /// </summary>
    public IReadOnlyList<string> AddressTypes { get; init; } = ["InternalIP", "ExternalIP", "Hostname"];

    /// <summary>
    /// A PEM file of the authorities from which kubelets' certificates must come; null (the default) for those of the API server,
    /// and the system's where there are none.
    /// </summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Whether kubelets' certificates go unchecked: whoever sits on the way can then read the token. False by default.</summary>
    public bool SkipVerify { get; init; }

    internal IEnumerable<ValidationResult> Problems()
    {
        if (Port is < 1 or > 65535)
        {
            yield return new($"a kubelet's port must be between 1 and 65535, not {Port}", [nameof(Port)]);
        }

        if (AddressTypes.Count == 0)
        {
            yield return new("at least one type of a node's addresses is needed", [nameof(AddressTypes)]);
        }

        foreach (var unknown in AddressTypes.Except(KnownAddressTypes, StringComparer.Ordinal))
        {
            yield return new(
                $"\"{unknown}\" is no type of a node's addresses; there are {string.Join(", ", KnownAddressTypes)}", [nameof(AddressTypes)]);
        }

        if (AuthorityFile is not null && SkipVerify)
        {
            yield return new("kubelets' certificates cannot be checked against a file and go unchecked at once", [nameof(SkipVerify)]);
        }
    }
}
