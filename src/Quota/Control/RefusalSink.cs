using System.Security.Cryptography;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>Stores the events of refused pods under names that follow from owner and cause, so that any number of replicas make one event of one cause.</summary>
public static class RefusalSink
{
    // Leaves room for the rest of the name.
    private const int LongestOwner = 200;

    /// <summary>Stores events in a cluster; one that another replica has stored already is renewed.</summary>
    public static EventSink To(KubeClient client)
    {
        var events = EventSink.To(client);
        return new(
            async (created, cancellationToken) =>
            {
                var named = Named(created);
                try
                {
                    await events.CreateAsync(named, cancellationToken);
                }
                catch (KubeError error) when (error.IsAlreadyExists)
                {
                    await events.CountAsync(named, cancellationToken);
                }
            },
            (counted, cancellationToken) => events.CountAsync(Named(counted), cancellationToken));
    }

    /// <summary>What stays the same while the cause does: what is used of a quota changes all the time.</summary>
    public static string CauseOf(string why)
    {
        var at = why.IndexOf(", used: ", StringComparison.Ordinal);
        return at < 0 ? why : why[..at];
    }

    private static KubeEvent Named(KubeEvent told)
    {
        var owner = told.InvolvedObject;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Uid}\n{told.Reason}\n{CauseOf(told.Message)}")));
        var name = owner.Name ?? "";
        name = (name.Length <= LongestOwner ? name : name[..LongestOwner]).TrimEnd('-', '.');
        return told with { Metadata = told.Metadata with { Name = $"{name}.{hash[..16]}" } };
    }
}
