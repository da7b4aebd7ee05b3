namespace Autoscale.Quota.Control;

/// <summary>Now, as the wall clock has it and as time really passes: a clock that is set must neither let charges in flight go nor hold them for ever.</summary>
/// <param name="Now">The wall clock, for what objects say of times.</param>
/// <param name="Steady">How long this program has run.</param>
internal readonly record struct Moment(DateTimeOffset Now, TimeSpan Steady);
