using Autoscale.Commands;

// A second after the first signal is enough for everything that runs to end; five are promised.
return await CommandLine.Build().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(4) });
