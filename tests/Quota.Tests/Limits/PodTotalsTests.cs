using Autoscale.Kubernetes;

namespace Autoscale.Quota.Tests.Limits;

public sealed class PodTotalsTests
{
    private const string Sidecar = "{'restartPolicy':'Always','resources':{'requests':{'cpu':'2'}}}";

    [Theory]
    [InlineData("'containers':[{'resources':{'requests':{'cpu':'1'}}},{'resources':{'requests':{'cpu':'500m'}}}]", "cpu=1500m")]
    [InlineData("'containers':[{'resources':{'requests':{'cpu':'1'}}},{}]", "cpu=1")]
    [InlineData("'containers':[{'resources':{'requests':{'cpu':'1.333'}}}]", "cpu=1.333")]
    [InlineData("'containers':[{'resources':{'requests':{'memory':'512Mi'}}},{'resources':{'requests':{'memory':'513Mi'}}}]", "memory=1025Mi")]
    [InlineData("'containers':[{'resources':{'limits':{'cpu':'1'}}}]", "")]
    public void Requests_Containers_AreAddedWhereTheyExist(string spec, string expected) =>
        Assert.Equal(expected, PodTotals.Requests(Given.Spec($"{{{spec}}}"), _ => false).ToString());

    [Theory]
    [InlineData("{'resources':{'requests':{'cpu':'5'}}}", "cpu=5")]
    [InlineData("{'resources':{'requests':{'cpu':'500m','memory':'1Mi'}}}", "cpu=1,memory=1Mi")]
    [InlineData(Sidecar, "cpu=3")]
    [InlineData(Sidecar + ",{'resources':{'requests':{'cpu':'4'}}}", "cpu=6")]
    [InlineData("{'resources':{'requests':{'cpu':'4'}}}," + Sidecar, "cpu=4")]
    [InlineData(Sidecar + "," + Sidecar + ",{'resources':{'requests':{'cpu':'1500m'}}}", "cpu=5500m")]
    public void Requests_InitContainers_CountByTheirWidestPhase(string initContainers, string expected)
    {
        var spec = Given.Spec($"{{'containers':[{{'resources':{{'requests':{{'cpu':'1'}}}}}}],'initContainers':[{initContainers}]}}");

        Assert.Equal(expected, PodTotals.Requests(spec, _ => false).ToString());
    }

    [Fact]
    public void Requests_PodLevel_ReplacesWhatCountsThereAlone()
    {
        var spec = Given.Spec(
            "{'containers':[{'resources':{'requests':{'cpu':'1','hugepages-2Mi':'2Mi'},'limits':{'cpu':'3'}}}],"
            + "'resources':{'requests':{'cpu':'500m','hugepages-2Mi':'8Mi'}}}");

        Assert.Equal("cpu=500m,hugepages-2Mi=2Mi", PodTotals.Requests(spec, resource => resource == "cpu").ToString());
        Assert.Equal("cpu=500m,hugepages-2Mi=8Mi", PodTotals.Requests(spec, _ => true).ToString());
        Assert.Equal("cpu=3", PodTotals.Limits(spec, _ => true).ToString());
    }

    [Fact]
    public void OfContainers_OtherAmounts_AreTotalled()
    {
        var spec = Given.Spec("{'containers':[{'name':'a'},{'name':'b'}]}");

        var total = PodTotals.OfContainers(spec, container => ResourceVector.Of(container.Name, Quantity.FromLong(1)).Amounts);

        Assert.Equal("a=1,b=1", total.ToString());
    }
}
