using Autoscale.Commands;

// A second after the first signal is enough for everything that runs to end; five are promised.
return await CommandLine.RunAsync(args, new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(4) });
