using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Words the refusals of admission plugins, after k8s.io/apiserver/pkg/admission/errors.go.</summary>
public static class AdmissionRefusals
{
    /// <summary>403 with the plugin's reason; an object whose name is still to be generated is called by its prefix.</summary>
    public static ApiError Refuse(this AdmissionRequest request, string reason)
    {
        var name = request.Name.Length > 0 ? request.Name
            : request.Object.TextAt("metadata.name") is { Length: > 0 } given ? given
            : request.Object.TextAt("metadata.generateName");
        return Refusals.Forbidden(request.Kind, name, reason);
    }
}
