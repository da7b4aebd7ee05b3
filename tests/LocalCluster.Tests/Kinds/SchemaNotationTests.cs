using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class SchemaNotationTests
{
    [Fact]
    public void Type_ListWithMergeKey_KeepsKeyAndItems()
    {
        var containers = SchemaNotation.Type("core", "PodSpec").Properties["containers"];

        Assert.Equal(FieldType.List, containers.Type);
        Assert.Equal("name", containers.MergeKey);
        Assert.Equal("Container", containers.Items?.TypeName);
    }

    [Fact]
    public void Type_NameOfAnotherFile_IsFoundInCoreAndMeta()
    {
        var spec = SchemaNotation.Type("apps", "Deployment").Properties["spec"];

        Assert.Equal("PodTemplateSpec", spec.Properties["template"].TypeName);
        Assert.Equal("LabelSelector", spec.Properties["selector"].TypeName);
    }

    [Theory]
    [InlineData("maxReplicas", FieldPresence.Always)]
    [InlineData("minReplicas", FieldPresence.Optional)]
    [InlineData("metrics", FieldPresence.Omitted)]
    public void Type_Marks_SayWhenTheFieldIsWritten(string field, FieldPresence presence) =>
        Assert.Equal(presence, SchemaNotation.Type("autoscaling.v2", "HorizontalPodAutoscalerSpec").Properties[field].Presence);

    [Fact]
    public void Type_SetOfStrings_MergesAsSet() =>
        Assert.True(SchemaNotation.Type("meta", "ObjectMeta").Properties["finalizers"].MergesAsSet);

    [Fact]
    public void Type_UnknownName_Throws() => Assert.Throws<ArgumentException>(() => SchemaNotation.Type("core", "Nothing"));
}
