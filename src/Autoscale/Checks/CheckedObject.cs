namespace Autoscale.Checks;

/// <summary>The verdict on one object.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Namespace">The namespace that it would be created in, "" when it lies in none.</param>
/// <param name="Name">Its name, or what its name would begin with.</param>
/// <param name="Findings">What was found out.</param>
internal sealed record CheckedObject(ManifestObject Subject, string Namespace, string Name, CheckFindings Findings)
{
    /// <summary>Whether it would be refused.</summary>
    public bool IsRefused => Findings.Refusals.Count > 0;

    /// <summary>Whether there is something to warn of.</summary>
    public bool IsWarned => Findings.Warnings.Count > 0;
}
