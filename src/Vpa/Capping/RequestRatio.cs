using System.Numerics;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Capping;

/// <summary>
/// How a container's limit of one resource stands to its request, which a change of the request keeps, after
/// pkg/utils/vpa/limit_and_request_scaling.go. CPU is reckoned in thousandths, everything else in whole units.
/// </summary>
/// <param name="Resource">The resource.</param>
/// <param name="Request">The request; zero where there is none.</param>
/// <param name="Limit">The limit, or the default one of the limit ranges; zero where there is neither.</param>
internal readonly record struct RequestRatio(string Resource, Quantity Request, Quantity Limit)
{
    /// <summary>The ratio of one resource of a container.</summary>
    public static RequestRatio Of(string resource, ResourceRequirements container, IReadOnlyDictionary<string, Quantity>? defaultLimits)
    {
        var limit = container.Limits.Of(resource);
        return new(resource, container.Requests.Of(resource), limit.IsZero ? defaultLimits.Of(resource) : limit);
    }

    /// <summary>The limit that stands to a request as before; null when there is none to set, and what to say of that or of a ratio that could not be kept.</summary>
    public (Quantity? Limit, string? Note) LimitFor(Quantity request)
    {
        if (Limit.IsZero)
        {
            return (null, $"{Resource}: limit NOT set since originalLimit is nil or 0");
        }

        if (request.IsZero)
        {
            return (null, $"{Resource}: limit NOT set since recommendedRequest is nil or 0");
        }

        // A request that is not set is as high as the limit.
        if (Request.IsZero || Request.SaturatedMilliValue == Limit.SaturatedMilliValue)
        {
            return (request, null);
        }

        return TryScale(Resource, Limit, request, Request, out var limit)
            ? (limit, null)
            : (limit, $"{Resource}: failed to keep limit to request ratio; capping limit to int64");
    }

    /// <summary>The request whose limit would be that; zero where there is no limit, and hence no bound.</summary>
    public Quantity RequestWithin(Quantity limit)
    {
        if (Limit.IsZero)
        {
            return Quantity.Zero;
        }

        if (Request.IsZero)
        {
            return limit;
        }

        _ = TryScale(Resource, Request, limit, Limit, out var request);
        return request;
    }

    /// <summary>An amount × a numerator / a denominator, rounded down and in the amount's format; false when that is beyond a long, and the largest long.</summary>
    public static bool TryScale(string resource, Quantity amount, Quantity numerator, Quantity denominator, out Quantity scaled)
    {
        var (quotient, _) = Divide(resource, amount, numerator, denominator);
        scaled = In(resource, quotient, amount.Format);
        return quotient <= long.MaxValue;
    }

    /// <summary>The same, with CPU rounded up and memory still down, as upstream does where a minimum must be reached.</summary>
    public static Quantity ScaleUp(string resource, Quantity amount, Quantity numerator, Quantity denominator)
    {
        var (quotient, remainder) = Divide(resource, amount, numerator, denominator);
        return In(resource, resource == Resources.Cpu && remainder != 0 ? quotient + 1 : quotient, amount.Format);
    }

    private static (BigInteger Quotient, BigInteger Remainder) Divide(string resource, Quantity amount, Quantity numerator, Quantity denominator)
    {
        var by = Units(resource, denominator);
        var product = (BigInteger)Units(resource, amount) * Units(resource, numerator);

        // Only what no server stores, amounts below zero, could come to nothing here; it bounds nothing then.
        return by == 0 ? (Units(resource, amount), 0) : (BigInteger.DivRem(product, by, out var remainder), remainder);
    }

    private static long Units(string resource, Quantity amount) =>
        resource == Resources.Cpu ? amount.SaturatedMilliValue : amount.SaturatedValue;

    private static Quantity In(string resource, BigInteger units, QuantityFormat format)
    {
        var amount = (long)BigInteger.Clamp(units, long.MinValue, long.MaxValue);
        return resource == Resources.Cpu ? Quantity.FromMilli(amount, format) : Quantity.FromLong(amount, format);
    }
}
