using NuGet.Versioning;
using Pipeline.Adoption;
using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>From one version of Pipeline to a later one.</summary>
public sealed class UpgradeTests
{
    private static readonly NuGetVersion[] Available =
    [
        .. new[] { "1.0.0-standin", "1.0.0", "1.1.0", "1.2.0-beta.2", "1.2.0-beta.10" }.Select(NuGetVersion.Parse),
    ];

    [Theory]
    [InlineData("1.0.0", null, "1.1.0")]
    [InlineData("1.1.0", null, "1.1.0")]
    [InlineData("1.0.0-standin", null, "1.2.0-beta.10")]
    [InlineData("1.0.0", "1.1.0", "1.1.0")]
    [InlineData("1.1.0", "1.2.0-beta.2", "1.2.0-beta.2")]
    [InlineData("3.0.0", null, "3.0.0")]
    public void The_newest_version_of_the_same_kind_is_meant_where_none_is_asked_for(
        string from,
        string? asked,
        string to
    ) => Plan(from, asked).To.ShouldBe(NuGetVersion.Parse(to));

    [Theory]
    [InlineData(
        "1.1.0",
        "1.0.0",
        "Pipeline 1.0.0 is earlier than 1.1.0, which .config/dotnet-tools.json has: to go back, revert the commit that upgraded it"
    )]
    [InlineData(
        "1.1.0",
        "1.3.0",
        "there is no Pipeline 1.3.0: the feeds that nuget.config names have 1.0.0-standin, 1.0.0, 1.1.0, 1.2.0-beta.2, 1.2.0-beta.10"
    )]
    [InlineData(
        "1.1.0",
        "newest",
        "there is no Pipeline newest: the feeds that nuget.config names have 1.0.0-standin, 1.0.0, 1.1.0, 1.2.0-beta.2, 1.2.0-beta.10"
    )]
    public void An_earlier_version_and_one_that_is_not_there_are_refused(string from, string asked, string refusal) =>
        Should.Throw<AdoptionException>(() => Plan(from, asked)).Message.ShouldBe(refusal);

    private static Upgrade Plan(string from, string? asked) =>
        Upgrade.Plan(VersionPin.Tool, NuGetVersion.Parse(from), asked, Available);
}
