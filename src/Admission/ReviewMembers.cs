namespace Autoscale.Admission;

/// <summary>The members of a review that count, to notice one that stands there twice.</summary>
[Flags]
internal enum ReviewMembers
{
    None = 0,
    ApiVersion = 1,
    ReviewKind = 1 << 1,
    Request = 1 << 2,
    Uid = 1 << 3,
    Name = 1 << 4,
    Namespace = 1 << 5,
    Operation = 1 << 6,
    Subresource = 1 << 7,
    Kind = 1 << 8,
    Resource = 1 << 9,
    User = 1 << 10,
    DryRun = 1 << 11,
    Object = 1 << 12,
    OldObject = 1 << 13,
    ResourceGroup = 1 << 14,
    ResourceVersion = 1 << 15,
    ResourceName = 1 << 16,
}
