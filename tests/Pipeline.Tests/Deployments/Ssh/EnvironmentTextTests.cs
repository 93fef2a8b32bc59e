using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Foundation.Failures;
using Pipeline.Tests.Deployments.GitOps;

namespace Pipeline.Tests.Deployments.Ssh;

public class EnvironmentTextTests
{
    [Fact]
    public void What_is_special_within_quotes_is_escaped() =>
        Write("a \"$b\" `c`\\\nd").ShouldBe("GREETING=\"a \\\"\\$b\\\" \\`c\\`\\\\\nd\"\n");

    [Theory]
    [InlineData("one\r\ntwo")]
    [InlineData("\u0001")]
    public void A_value_that_systemd_would_leave_out_is_refused(string value) =>
        Should
            .Throw<StepFailedException>(() => Write(value))
            .Message.ShouldStartWith("GREETING, which auth gets by \"ssh.environment\", has a control character");

    private static string Write(string value) =>
        EnvironmentText.Write(
            ManifestCase.NewService("auth"),
            new()
            {
                Files = "/app",
                Run = ["./main"],
                Environment = ["GREETING"],
            },
            _ => value
        );
}
