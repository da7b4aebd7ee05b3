namespace Autoscale.LocalCluster.Api;

/// <summary>What every write must pass: mutating steps after defaulting, validating ones last before the store. A step refuses by throwing <see cref="ApiError"/>.</summary>
public sealed class AdmissionChain
{
    private readonly List<Func<AdmissionRequest, CancellationToken, ValueTask>> _mutating = [];
    private readonly List<Func<AdmissionRequest, CancellationToken, ValueTask>> _validating = [];

    /// <summary>Adds a step that may change the object, after those already there.</summary>
    public void AddMutating(Func<AdmissionRequest, CancellationToken, ValueTask> step) => _mutating.Add(step);

    /// <summary>Adds a step that sees the object as it will be stored, after those already there.</summary>
    public void AddValidating(Func<AdmissionRequest, CancellationToken, ValueTask> step) => _validating.Add(step);

    /// <summary>Runs the mutating steps, and once more when one of them wants it.</summary>
    public async ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await RunAsync(_mutating, request, cancellationToken);
        if (request.Reinvocation.IsWanted)
        {
            request.Reinvocation.Begin();
            await RunAsync(_mutating, request, cancellationToken);
        }
    }

    /// <summary>Runs the validating steps.</summary>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) => RunAsync(_validating, request, cancellationToken);

    private static async ValueTask RunAsync(
        List<Func<AdmissionRequest, CancellationToken, ValueTask>> steps,
        AdmissionRequest request,
        CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            await step(request, cancellationToken);
        }
    }
}
