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
    [InlineData("--window")]
    [InlineData("--cloud-region")]
    public void A_parameter_is_known_however_it_is_written(string argument) =>
        Should.NotThrow(() => Arguments.RefuseUnknown([argument], typeof(Sample)));

    [Fact]
    public void A_parameter_of_a_component_is_offered_with_its_prefix()
    {
        var refusal = Should.Throw<UnknownArgumentException>(() =>
            Arguments.RefuseUnknown(["--region", "--cloud-regoin"], typeof(Sample))
        );

        refusal.Message.ShouldEndWith("there is no parameter \"--cloud-regoin\": did you mean \"--cloud-region\"?");
        refusal.Message.ShouldStartWith("there is no parameter \"--region\"");
    }

    private interface IReport : INukeBuild
    {
        [Parameter("made up")]
        string Window => TryGetValue(() => Window) ?? "30d";
    }

    [ParameterPrefix("Cloud")]
    private interface ILogIn : INukeBuild
    {
        [Parameter("made up")]
        string? Region => TryGetValue(() => Region);
    }

    private sealed class Sample : NukeBuild, IReport, ILogIn
    {
        [Parameter("made up")]
        private readonly string[] Service = [];

        [Parameter("made up")]
        private readonly int StepTimeout = 30;

        public override string ToString() => $"{Service}{StepTimeout}";
    }
}
