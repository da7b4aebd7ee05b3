using System.Security.Cryptography;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis.Access;

namespace Autoscale.Metrics.Control;

/// <summary>Asks the API server whose a bearer token is, and remembers the answer for ten seconds; tokens themselves are not kept.</summary>
internal sealed class TokenReviews(KubeClient client, TimeProvider time)
{
    private const int MostAnswers = 4096;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly AnswerCache<string, ApiIdentity?> _answers = new(MostAnswers, Lifetime, time);

    /// <summary>The user; null when the token is nobody's. Throws what the client throws when the API server does not answer.</summary>
    public async Task<ApiIdentity?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(token)));
        if (_answers.TryGet(key, out var known))
        {
            return known;
        }

        var question = new TokenReview { Spec = new() { Token = token } };
        var answer = await client.CreateAsync(KubeRoute.TokenReviews, question, KubeJson.Default.TokenReview, cancellationToken);
        var identity = answer.Status is { Authenticated: true, User: { Username.Length: > 0 } user } ? IdentityOf(user) : null;
        _answers.Set(key, identity);
        return identity;
    }

    private static ApiIdentity IdentityOf(UserInfo user) => new(user.Username, user.Groups ?? []) { Uid = user.Uid, Extra = user.Extra };
}
