namespace Autoscale.Quota;

/// <summary>One write that quotas judge.</summary>
/// <param name="New">The object as it is going to be stored.</param>
/// <param name="Old">The object as it is stored; null when it is created.</param>
/// <param name="Subresource">The subresource that is written, "" for the object itself.</param>
public sealed record QuotaWrite(GovernedObject New, GovernedObject? Old, string Subresource);
