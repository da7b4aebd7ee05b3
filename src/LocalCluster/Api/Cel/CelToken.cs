namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>One word of an expression and where it begins.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int Start)
{
    /// <summary>Whether it is this operator or bracket.</summary>
    public bool Is(string sign) => Kind == CelTokenKind.Sign && Text == sign;
}
