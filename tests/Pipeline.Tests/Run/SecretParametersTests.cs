using Nuke.Common;
using Pipeline.Build.Run;

namespace Pipeline.Tests.Run;

public sealed class SecretParametersTests
{
    [Fact]
    public void The_values_of_secret_parameters_are_known_wherever_they_are_declared() =>
        SecretParameters
            .ValuesOf(new Sample())
            .ShouldBe(
                ["made-up-field", "made-up-property", "made-up-1", "made-up-2", "made-up-base", "made-up-component"],
                ignoreOrder: true
            );

    private interface IComponent
    {
        [Parameter, Secret]
        string Component => "made-up-component";
    }

    private class Base
    {
        [Parameter, Secret]
        private readonly string inherited = "made-up-base";

        public int Length => inherited.Length;
    }

    private sealed class Sample : Base, IComponent
    {
        [Parameter, Secret]
        public readonly string Field = "made-up-field";

        [Parameter, Secret]
        public readonly string? Unset = null;

        [Parameter]
        public readonly string Open = "no-secret";

        [Parameter, Secret]
        private string Property { get; } = "made-up-property";

        [Parameter, Secret]
        private static string[] Several => ["made-up-1", "made-up-2"];

        public int Both => Property.Length + Several.Length;
    }
}
