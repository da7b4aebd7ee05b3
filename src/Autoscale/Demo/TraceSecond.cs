namespace Autoscale.Demo;

/// <summary>What arrived in one second of a trace: requests, and the tokens that they made the model write.</summary>
public readonly record struct TraceSecond(int Second, int Requests, int GeneratedTokens);
