using System.Collections.Concurrent;
using System.Collections.Immutable;
using Autoscale.Hpa;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale;

/// <summary>
/// Tells the horizontal autoscaler whose pods a vertical one right-sizes, and by which template they were made: the requests of a target
/// count as the vertical autoscaler's from its first recommendation on, in every mode but Off.
/// </summary>
internal sealed partial class VerticalRequests : IFixedRequests
{
    // Longer than the API takes to list everything; without the permission to list, there is nothing to wait for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DefinedInformer<VerticalPodAutoscaler> _autoscalers;
    private readonly TargetTemplates _templates;
    private readonly TimeProvider _time;
    private readonly ILogger<VerticalRequests> _logger;
    private readonly ConcurrentDictionary<ObjectKey, ImmutableArray<VerticalPodAutoscaler>> _byTarget = new();
    private readonly ConcurrentDictionary<ObjectKey, Known> _known = new();

    public VerticalRequests(
        DefinedInformer<VerticalPodAutoscaler> autoscalers, TargetTemplates templates, TimeProvider time, ILogger<VerticalRequests> logger)
    {
        (_autoscalers, _templates, _time, _logger) = (autoscalers, templates, time, logger);
        autoscalers.Subscribe(Changed);
    }

    /// <inheritdoc />
    public RequestBasis? Find(ObjectKey target, string resource, string container)
    {
        if (!_byTarget.TryGetValue(target, out var claimants))
        {
            return null;
        }

        // Asked for as soon as there is an autoscaler, so that the template is known when the first recommendation comes.
        var reading = _templates.Find(target);
        foreach (var vpa in claimants)
        {
            if (vpa.Status.Recommendation is not null && VerticalScope.Covers(vpa, reading.Template, resource, container))
            {
                return BasisOf(target, vpa, reading);
            }
        }

        return null;
    }

    /// <inheritdoc />
    public async Task WaitUntilKnownAsync(IReadOnlyCollection<ObjectKey> targets, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _autoscalers.WaitUntilKnownAsync(both.Token);
            await Parallel.ForEachAsync(
                targets.Where(_byTarget.ContainsKey),
                both.Token,
                async (target, token) => await _templates.ReadAsync(target, token));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.GaveUp(_logger, Patience.TotalSeconds);
        }
    }

    private RequestBasis BasisOf(ObjectKey target, VerticalPodAutoscaler vpa, TemplateReading reading)
    {
        if (_known.TryGetValue(target, out var known) && ReferenceEquals(known.Reading, reading) && known.Autoscaler == vpa.Metadata.Name)
        {
            return known.Basis;
        }

        var basis = new RequestBasis
        {
            Owner = $"VerticalPodAutoscaler {vpa.Metadata.Name}",
            Target = $"{target.Kind} {target.Name}",
            Template = reading.Template,
            Problem = reading.Problem,
        };
        _known[target] = new(vpa.Metadata.Name, reading, basis);
        return basis;
    }

    // Called by one thread, in order.
    private void Changed(ObjectChange<VerticalPodAutoscaler> change)
    {
        if (change.Before is { } before && VerticalScope.TargetOf(before) is { } old)
        {
            Put(old, [.. Claimants(old).Where(vpa => vpa.Metadata.Name != before.Metadata.Name)]);
        }

        if (change.After is { } after && VerticalScope.TargetOf(after) is { } target && VerticalScope.SetsRequests(after))
        {
            Put(target, [.. Claimants(target).Append(after).OrderBy(vpa => vpa.Metadata.CreationTimestamp).ThenBy(vpa => vpa.Metadata.Name, StringComparer.Ordinal)]);
        }
    }

    private ImmutableArray<VerticalPodAutoscaler> Claimants(ObjectKey target) => _byTarget.GetValueOrDefault(target, []);

    private void Put(ObjectKey target, ImmutableArray<VerticalPodAutoscaler> claimants)
    {
        if (claimants.Length > 0)
        {
            _byTarget[target] = claimants;
        }
        else
        {
            _byTarget.TryRemove(target, out _);
            _known.TryRemove(target, out _);
        }
    }

    private sealed record Known(string Autoscaler, TemplateReading Reading, RequestBasis Basis);

    private static partial class Log
    {
        [LoggerMessage(9010, LogLevel.Warning, "Vertical autoscalers and the templates of their targets are not known after {Seconds} s; utilization counts against the pods' own requests where they are not")]
        public static partial void GaveUp(ILogger logger, double seconds);
    }
}
