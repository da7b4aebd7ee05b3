namespace Autoscale.Metrics.Declared;

/// <summary>The reasons of the condition Ready, which are those of the events, too.</summary>
public static class SourceReason
{
    /// <summary>The source is read and answers.</summary>
    public const string Reading = "Reading";

    /// <summary>The source has not been read yet.</summary>
    public const string NotReadYet = "NotReadYet";

    /// <summary>The last reading failed, or a part of it.</summary>
    public const string Failing = "Failing";

    /// <summary>What is declared cannot be done.</summary>
    public const string Invalid = "Invalid";

    /// <summary>Another source answers for a metric of that name.</summary>
    public const string NameTaken = "NameTaken";

    /// <summary>A Secret that is referred to, or a key of it, is not there.</summary>
    public const string SecretMissing = "SecretMissing";
}
