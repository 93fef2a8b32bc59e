using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

public sealed class EngineFailureTests
{
    [Theory]
    [InlineData("pinging container registry r.example: Get \"https://r.example/v2/\": net/http: TLS handshake timeout")]
    [InlineData(
        "writing blob: Patch \"https://r.example/v2/a/blobs\": write tcp 10.0.0.1:1->10.0.0.2:443: write: broken pipe"
    )]
    [InlineData("read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer")]
    [InlineData("received unexpected HTTP status: 503 Service Unavailable")]
    [InlineData("toomanyrequests: You have reached your pull rate limit")]
    public void A_connection_that_broke_may_be_tried_again(string words) =>
        EngineFailure.Of(words).ShouldBeOfType<TransientException>().Message.ShouldBe(words);

    [Fact]
    public void A_build_that_met_a_layer_while_another_run_removed_it_may_be_tried_again() =>
        EngineFailure
            .Of("checking if cached image exists from a previous build: getting top layer info: layer not known")
            .ShouldBeOfType<TransientException>();

    [Fact]
    public void An_image_that_somebody_else_is_writing_may_be_looked_up_again() =>
        EngineFailure
            .Of(
                "locating item named \"manifest\" for image with ID \"f88c\" (consider removing the image to resolve the issue): file does not exist"
            )
            .ShouldBeOfType<TransientException>();

    [Theory]
    [InlineData("dial tcp 127.0.0.1:5000: connect: connection refused")]
    [InlineData("dial tcp: lookup r.example: no such host")]
    [InlineData("denied: requested access to the resource is denied")]
    [InlineData("process \"/bin/sh -c exit 503\" did not complete successfully: exit code: 503")]
    [InlineData("manifest unknown")]
    public void What_another_attempt_cannot_change_is_not(string words) =>
        EngineFailure.Of(words).ShouldBeOfType<StepFailedException>();
}
