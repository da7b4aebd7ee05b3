using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Control;

/// <summary>What a round is decided from.</summary>
/// <param name="Subjects">The autoscalers that it may do anything about, by namespace and name.</param>
/// <param name="Unread">Those whose targets could not be read now: nothing is known of them, which is not that there is nothing.</param>
internal sealed record UpdateView(IReadOnlyList<UpdateSubject> Subjects, IReadOnlySet<ObjectKey> Unread);
