namespace Autoscale.LocalCluster.Api.Http;

/// <summary>What discovery and OpenAPI show of one picture of the kinds; OpenAPI is written when it is first asked for.</summary>
internal sealed class KindViews
{
    private readonly OpenApi? _last;
    private readonly Lazy<OpenApi> _openApi;

    /// <summary>Shows a picture; documents are taken over from the views before where nothing has changed.</summary>
    public KindViews(KindPicture picture, KindViews? before, Func<CancellationToken, Task<IReadOnlyList<DiscoveryGroup>>> aggregated)
    {
        Picture = picture;
        Discovery = new Discovery([.. picture.All, .. Reviews.Kinds], aggregated);
        _last = before?.Written;
        _openApi = new Lazy<OpenApi>(() => new OpenApi(picture.All, _last));
    }

    /// <summary>The kinds shown.</summary>
    public KindPicture Picture { get; }

    /// <summary>What they can do.</summary>
    public Discovery Discovery { get; }

    /// <summary>What their objects look like.</summary>
    public OpenApi OpenApi => _openApi.Value;

    private OpenApi? Written => _openApi.IsValueCreated ? _openApi.Value : _last;
}
