using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Vpa.Tests.Control;

/// <summary>The vertical autoscaler in virtual time, over a cluster in this process that may outlive it.</summary>
internal sealed class VerticalFixture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private Task _running = Task.CompletedTask;

    private VerticalFixture(VpaCluster cluster, VirtualTimeProvider time, VerticalOptions options)
    {
        (Cluster, Time, Options) = (cluster, time, options);
        _services = new ServiceCollection()
            .AddSingleton(cluster.Client)
            .AddSingleton<MetricTable>()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMetrics()
            .AddVpa(options)
            .BuildServiceProvider();
        Controller = _services.GetRequiredService<VerticalController>();
    }

    public VpaCluster Cluster { get; }

    public VirtualTimeProvider Time { get; }

    public VerticalOptions Options { get; }

    public VerticalController Controller { get; }

    public MetricTable Metrics => _services.GetRequiredService<MetricTable>();

    public VerticalBook Book => _services.GetRequiredService<VerticalBook>();

    public IServiceProvider Services => _services;

    /// <summary>Starts the controller, with a note of when it led before, and waits until its caches are filled.</summary>
    public static async Task<VerticalFixture> StartAsync(
        VpaCluster cluster, VerticalOptions? options = null, VirtualTimeProvider? time = null, VerticalNote? known = null)
    {
        var fixture = new VerticalFixture(cluster, time ?? new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)), options ?? new());
        Array.ForEach(known is null ? [] : new[] { known }, fixture.Book.Write);
        fixture._running = fixture.Controller.RunAsync(null, fixture._stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(fixture.Controller.IsReady), "the caches to be filled");
        return fixture;
    }

    /// <summary>Publishes what a pod's container uses now.</summary>
    public void Use(string pod, string cpu, string memory, string container = "app") => Metrics.ReplaceNode(new(
        $"node-of-{pod}",
        null,
        [new("default", pod, Time.GetUtcNow(), TimeSpan.FromSeconds(15), [new(container, Quantity.Parse(cpu), Quantity.Parse(memory))])]));

    /// <summary>Lets an interval pass and returns once the autoscaler has been looked at in it.</summary>
    public async Task TickAsync(string vpa)
    {
        var due = Time.GetUtcNow() + Options.Interval;
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Book.Written += Look;
        Time.Advance(Options.Interval);
        await looked.Task.WaitAsync(Patience);
        Book.Written -= Look;

        void Look(VerticalNote note)
        {
            if (note.Key.Name == vpa && note.Time >= due)
            {
                looked.TrySetResult();
            }
        }
    }

    /// <summary>Waits until the autoscaler has been looked at.</summary>
    public Task<VerticalNote> NoteAsync(string vpa, Func<VerticalNote, bool> claim) => Eventually.GetAsync(
        () => Task.FromResult(Book.Find("default", vpa) is { } note && claim(note) ? note : null), $"the note of {vpa}");

    /// <summary>Ends the controller as a process that is to end does.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}
