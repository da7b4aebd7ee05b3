using System.Text.Json;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis.Access;

namespace Autoscale.Metrics.Control;

/// <summary>Asks the API server whether somebody may do something, and remembers the answer for ten seconds, as k8s.io/apiserver's delegating authorizer.</summary>
internal sealed class AccessReviews(KubeClient client, TimeProvider time)
{
    private const int MostAnswers = 8192;

    // Longer questions are not worth remembering: there are as many of them as somebody likes to make up.
    private const int LongestKey = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly AnswerCache<string, SubjectAccessReviewStatus> _answers = new(MostAnswers, Lifetime, time);

    /// <summary>The answer; throws what the client throws when the API server does not give one.</summary>
    public async Task<SubjectAccessReviewStatus> AskAsync(ApiIdentity who, RequestTarget what, CancellationToken cancellationToken)
    {
        var question = new SubjectAccessReview { Spec = Question(who, what) };
        var key = JsonSerializer.Serialize(question, KubeJson.Default.SubjectAccessReview);
        if (_answers.TryGet(key, out var known))
        {
            return known;
        }

        var review = await client.CreateAsync(KubeRoute.SubjectAccessReviews, question, KubeJson.Default.SubjectAccessReview, cancellationToken);
        var answer = review.Status ?? new();
        if (key.Length <= LongestKey)
        {
            _answers.Set(key, answer);
        }

        return answer;
    }

    private static SubjectAccessReviewSpec Question(ApiIdentity who, RequestTarget what) => new()
    {
        User = who.Name,
        Uid = who.Uid,
        Groups = who.Groups,
        Extra = who.Extra,
        ResourceAttributes = !what.IsResource ? null : new()
        {
            Namespace = Text(what.Namespace),
            Verb = Text(what.Verb),
            Group = Text(what.Group),
            Version = Text(what.Version),
            Resource = Text(what.Resource),
            Subresource = Text(what.Subresource),
            Name = Text(what.Name),
        },
        NonResourceAttributes = what.IsResource ? null : new() { Path = what.Path, Verb = what.Verb },
    };

    private static string? Text(string text) => text.Length == 0 ? null : text;
}
