using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Admission.Control;

/// <summary>Settings of the webhook.</summary>
public sealed class AdmissionOptions : IValidatableObject
{
    /// <summary>Where to listen; 127.0.0.1 and a free port by default.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Whose client certificates callers must show; null (the default) answers every caller.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>The longest review in bytes; 64 KiB to 64 MiB, 3 MiB by default, which is what the API server takes.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int LongestBody { get; init; } = 3 * 1024 * 1024;

    /// <summary>Bytes of reviews that are held at a time at most; what is beyond is refused with 429. 1 MiB to 1 GiB, 64 MiB by default.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int BytesInFlight { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a review may take whose caller names no timeout; 1 s to 30 s, 10 s by default, as the API server has it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long before the caller's timeout the answer is given, so that it arrives; a fifth of the timeout at most. 0 to 5 s,
    /// 0.5 s by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long running reviews may take when the server stops; 0 to 1 min, 5 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that any webhook is waited for.</summary>
    internal static TimeSpan LongestTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BytesInFlight < LongestBody)
        {
            yield return new($"a review of {LongestBody} bytes never fits into {BytesInFlight} bytes in flight", [nameof(BytesInFlight)]);
        }

        if (ClientAuthorities is { Count: 0 })
        {
            yield return new("the client authorities hold no certificate: nobody could call", [nameof(ClientAuthorities)]);
        }
    }

    /// <summary>How long the work on a review may take whose caller waits for so long.</summary>
    internal TimeSpan WorkLimit(TimeSpan timeout)
    {
        var fifth = timeout / 5;
        return timeout - (Margin < fifth ? Margin : fifth);
    }
}
