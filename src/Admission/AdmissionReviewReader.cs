using System.Text.Json;
using System.Text.Unicode;

namespace Autoscale.Admission;

/// <summary>Reads an <c>admission.k8s.io/v1</c> AdmissionReview in one pass; the objects in it are slices of the body, not copies.</summary>
public static class AdmissionReviewReader
{
    /// <summary>How deep a review may nest, its own three levels included.</summary>
    public const int MaxDepth = 512;

    /// <summary>
    /// The request of the review, or what is wrong with it; never throws. Objects are checked to be JSON throughout, so that who
    /// reads them meets fields of the wrong type at worst.
    /// </summary>
    public static AdmissionReading Read(ReadOnlyMemory<byte> body)
    {
        // The reader itself looks at the bytes of a string only when it is asked for its value.
        if (!Utf8.IsValid(body.Span))
        {
            return new(null, "the review is not valid UTF-8");
        }

        var parser = new ReviewParser(body);
        try
        {
            return new(parser.Read(), null);
        }
        catch (FormatException error)
        {
            return new(null, error.Message);
        }
        catch (JsonException error)
        {
            // The reader's own text may repeat a token of any length.
            var where = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            return new(null, parser.IsAtMaxDepth ? $"the review is nested deeper than {MaxDepth} at {where}" : $"the review is not JSON at {where}");
        }
        catch (InvalidOperationException)
        {
            // What the reader says of an escaped half of a surrogate pair.
            return new(null, "the review holds a string that is not valid Unicode");
        }
    }
}
