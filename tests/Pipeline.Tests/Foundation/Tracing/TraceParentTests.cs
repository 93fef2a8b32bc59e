using System.Diagnostics;
using Pipeline.Foundation.Tracing;

namespace Pipeline.Tests.Foundation.Tracing;

public sealed class TraceParentTests
{
    private const string Stated = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void The_parent_is_what_TRACEPARENT_states()
    {
        var parent = Read(("TRACEPARENT", Stated), ("TRACESTATE", "shop=1"), ("GITHUB_RUN_ID", "1"));

        $"00-{parent.TraceId}-{parent.SpanId}-01".ShouldBe(Stated);
        (parent.TraceState, parent.IsRemote).ShouldBe(("shop=1", true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-xyz")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public void A_parent_that_is_none_is_ignored(string stated) => Read(("TRACEPARENT", stated)).ShouldBe(default);

    [Fact]
    public void The_jobs_of_a_workflow_share_the_trace_of_their_run()
    {
        var parent = Read(("GITHUB_RUN_ID", "8745934"), ("GITHUB_RUN_ATTEMPT", "2"));

        // printf 87459342t | sha256sum; printf 87459342s | sha256sum
        parent.TraceId.ToHexString().ShouldBe("cb26771582870934361c933025101e56");
        parent.SpanId.ToHexString().ShouldBe("0304b1ec91ad32cb");
        parent.TraceFlags.ShouldBe(ActivityTraceFlags.Recorded);
    }

    private static ActivityContext Read(params (string Name, string Value)[] variables) =>
        TraceParent.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
