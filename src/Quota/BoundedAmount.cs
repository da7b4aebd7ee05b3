using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Quota;

/// <summary>
/// What something requests of a resource and is limited to, null where it says neither; each bound answers with Kubernetes' text
/// for the first way in which it is broken, or null.
/// </summary>
/// <param name="Type">What is bounded: Container, Pod or PersistentVolumeClaim.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Request">What is requested.</param>
/// <param name="Limit">What it is limited to.</param>
internal readonly record struct BoundedAmount(string Type, string Resource, Quantity? Request, Quantity? Limit)
{
    // Up to here thousandths fit a long, as upstream's MaxMilliValue.
    private const long MostInMilli = long.MaxValue / 1000;

    /// <summary>Both must be at least so much; a limit that is not there is.</summary>
    public string? AtLeast(Quantity bound)
    {
        var (request, limit, least) = Comparable(bound);
        var text = $"minimum {Resource} usage per {Type} is {bound}";
        return Request is null ? $"{text}.  No request is specified"
            : request < least ? $"{text}, but request is {Request}"
            : Limit is not null && limit < least ? $"{text}, but limit is {Limit}" : null;
    }

    /// <summary>Both must be at most so much; a request that is not there is.</summary>
    public string? AtMost(Quantity bound)
    {
        var (request, limit, most) = Comparable(bound);
        var text = $"maximum {Resource} usage per {Type} is {bound}";
        return Limit is null ? $"{text}.  No limit is specified"
            : limit > most ? $"{text}, but limit is {Limit}"
            : Request is not null && request > most ? $"{text}, but request is {Request}" : null;
    }

    /// <summary>The request must be at most so much, where limits mean nothing.</summary>
    public string? RequestAtMost(Quantity bound)
    {
        var (request, _, most) = Comparable(bound);
        var text = $"maximum {Resource} usage per {Type} is {bound}";
        return Request is null ? $"{text}.  No request is specified" : request > most ? $"{text}, but request is {Request}" : null;
    }

    /// <summary>The limit must be at most so many times the request.</summary>
    public string? RatioAtMost(Quantity bound)
    {
        var (request, limit, _) = Comparable(bound);
        var text = $"{Resource} max limit to request ratio per {Type} is {bound}";
        if (request == 0)
        {
            return $"{text}, but no request is specified or request is 0";
        }

        if (limit == 0)
        {
            return $"{text}, but no limit is specified or limit is 0";
        }

        var ratio = (double)limit / request;
        var isExceeded = bound.SaturatedValue <= MostInMilli ? ratio * 1000 > bound.SaturatedMilliValue : ratio > bound.SaturatedValue;
        return isExceeded ? string.Create(CultureInfo.InvariantCulture, $"{text}, but provided ratio is {ratio:F6}") : null;
    }

    // In thousandths where all three are small enough, else in whole units. Upstream's amounts wrap around beyond a long; these stay at its end.
    private (long Request, long Limit, long Bound) Comparable(Quantity bound)
    {
        var (request, limit) = (Request ?? Quantity.Zero, Limit ?? Quantity.Zero);
        return request.SaturatedValue <= MostInMilli && limit.SaturatedValue <= MostInMilli && bound.SaturatedValue <= MostInMilli
            ? (request.SaturatedMilliValue, limit.SaturatedMilliValue, bound.SaturatedMilliValue)
            : (request.SaturatedValue, limit.SaturatedValue, bound.SaturatedValue);
    }
}
