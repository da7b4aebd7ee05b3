namespace Autoscale.Kubernetes;

/// <summary>How a quantity is written: 1k = 1000 (DecimalSI), 1Ki = 1024 (BinarySI) or 1e3 (DecimalExponent).</summary>
public enum QuantityFormat
{
    /// <summary>Powers of ten with suffixes n, u, m, none, k, M, G, T, P, E.</summary>
    DecimalSI,

    /// <summary>Powers of 1024 with suffixes Ki, Mi, Gi, Ti, Pi, Ei.</summary>
    BinarySI,

    /// <summary>Powers of ten as e3, e6, …</summary>
    DecimalExponent,
}
