using Nuke.Common;
using Pipeline.Build.Run;

namespace Pipeline.Tests.Run;

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
        var refusal = Should.Throw<RefusedArgumentException>(() =>
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
        var refusal = Should.Throw<RefusedArgumentException>(() =>
            Arguments.RefuseUnknown(["--region", "--cloud-regoin"], typeof(Sample))
        );

        refusal.Message.ShouldEndWith("there is no parameter \"--cloud-regoin\": did you mean \"--cloud-region\"?");
        refusal.Message.ShouldStartWith("there is no parameter \"--region\"");
    }

    [Theory]
    [InlineData("Push --parallel many", "--parallel \"many\": expected a whole number")]
    [InlineData("Push --parallel", "--parallel takes a value: none is given")]
    [InlineData("Push --parallel 1 2", "--parallel takes one value, not 2: 1 2")]
    [InlineData("Push --parallel 1 --parallel many", "--parallel \"many\": expected a whole number")]
    [InlineData("Push --step-timeout soon", "--step-timeout \"soon\": expected a number")]
    [InlineData("Push --fail-fast maybe", "--fail-fast \"maybe\": expected true or false")]
    [InlineData("Push --number 1,x", "--number \"x\": expected a whole number")]
    [InlineData("Push --verbosity loud", "--verbosity \"loud\": expected one of Verbose, Normal, Minimal, Quiet")]
    [InlineData("Push --verbosity quite", "--verbosity \"quite\": did you mean \"Quiet\"?")]
    [InlineData("Push --host GitHubAction", "--host \"GitHubAction\": did you mean \"GitHubActions\"?")]
    [InlineData("Push --token made up", "--token takes one value, not 2")]
    [InlineData("Puhs", "there is no target \"Puhs\": did you mean \"Push\"?")]
    [InlineData("Deliver+Puhs", "there is no target \"Puhs\": did you mean \"Push\"?")]
    [InlineData("Push --skip Delivr", "there is no target \"Delivr\": did you mean \"Deliver\"?")]
    [InlineData("--target Signn", "there is no target \"Signn\": did you mean \"Sign\"?")]
    public void A_wrong_value_is_answered_with_what_is_expected(string line, string message) =>
        Should
            .Throw<RefusedArgumentException>(() => Arguments.RefuseWrong(line.Split(' '), typeof(Sample)))
            .Message.ShouldBe(message);

    [Theory]
    [InlineData("Push")]
    [InlineData("push deliver+sign")]
    [InlineData(":complete")]
    [InlineData("Push --parallel 8 --step-timeout 0.5 --fail-fast --number 1,2 3")]
    [InlineData("Push --fail-fast false --verbosity VERBOSE --host terminal --root --skip")]
    [InlineData("Push --skip Deliver+Sign --no-logo --service --unknown value")]
    public void A_value_that_can_be_taken_is(string line) =>
        Should.NotThrow(() => Arguments.RefuseWrong(line.Split(' '), typeof(Sample)));

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

    private interface ISign : INukeBuild
    {
        Target Sign => _ => _;
    }

    private sealed class Sample : NukeBuild, IReport, ILogIn, ISign
    {
        [Parameter("made up")]
        private readonly string[] Service = [];

        [Parameter("made up")]
        private readonly double StepTimeout = 30;

        [Parameter("made up")]
        private readonly int Parallel = 1;

        [Parameter("made up")]
        private readonly bool FailFast = false;

        [Parameter("made up", Separator = ",")]
        private readonly int[] Number = [];

        [Parameter("made up"), Secret]
        private readonly string? Token = null;

        public Target Deliver => _ => _;

        private Target Push => _ => _;

        Target ISign.Sign => _ => _;

        public override string ToString() => $"{Service}{StepTimeout}{Parallel}{FailFast}{Number}{Token}";
    }
}
