using Nuke.Common;
using Pipeline.Execution;

namespace Pipeline.Tests.Execution;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("Push --service auth", "auth")]
    [InlineData("Push --service auth flag --parallel 2", "auth flag")]
    [InlineData("Push --service auth --parallel 2 -SERVICE flag,targeting", "auth flag,targeting")]
    [InlineData("Push", "")]
    public void Every_occurrence_of_an_argument_counts(string line, string values) =>
        string.Join(' ', Arguments.ValuesOf("Service", line.Split(' '))).ShouldBe(values);

    [Fact]
    public void A_misspelled_argument_is_answered_with_the_nearest()
    {
        var refusal = Should.Throw<UnknownArgumentException>(() =>
            Arguments.RefuseUnknown(["Push", "--servce", "auth"], typeof(Sample))
        );

        refusal.Message.ShouldBe("there is no parameter \"--servce\": did you mean \"--service\"?");
    }

    [Theory]
    [InlineData("--service")]
    [InlineData("-StepTimeout")]
    [InlineData("--step-timeout")]
    [InlineData("--skip")]
    [InlineData("--no-logo")]
    [InlineData("--root")]
    public void A_parameter_is_known_however_it_is_written(string argument) =>
        Should.NotThrow(() => Arguments.RefuseUnknown([argument], typeof(Sample)));

    private sealed class Sample : NukeBuild
    {
        [Parameter("made up")]
        private readonly string[] Service = [];

        [Parameter("made up")]
        private readonly int StepTimeout = 30;

        public override string ToString() => $"{Service}{StepTimeout}";
    }
}
