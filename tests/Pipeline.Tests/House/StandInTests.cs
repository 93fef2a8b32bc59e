using System.Xml.Linq;

namespace Pipeline.Tests.House;

/// <summary>A package that stands in for another one is asked for by the version of that.</summary>
public sealed class StandInTests
{
    public static TheoryData<string> StandIns { get; } =
    [
        .. Directory
            .GetDirectories(Path.Combine(Repository.Root, "src", "Polyfills"))
            .Select(folder => Path.GetFileName(folder)),
    ];

    [Theory]
    [MemberData(nameof(StandIns))]
    public void A_stand_in_has_the_version_of_the_package_that_it_stands_in_for(string id)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", "Polyfills", id, $"{id}.csproj"));
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

        project
            .Descendants("VersionPrefix")
            .Single()
            .Value.ShouldBe(
                central
                    .Descendants("PackageVersion")
                    .Single(package => (string?)package.Attribute("Include") == id)
                    .Attribute("Version")!
                    .Value
            );
    }
}
