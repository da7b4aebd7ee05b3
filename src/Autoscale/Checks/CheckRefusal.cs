namespace Autoscale.Checks;

/// <summary>Why an object would be refused.</summary>
/// <param name="Reason">Kubernetes' reason: Forbidden, Invalid, BadRequest, NotFound, …</param>
/// <param name="Message">The server's words.</param>
internal sealed record CheckRefusal(string Reason, string Message)
{
    /// <summary>The fields that are wrong, each with what is wrong about it; empty where the message says it all.</summary>
    public IReadOnlyList<FieldCause> Causes { get; init; } = [];
}
