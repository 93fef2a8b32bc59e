using Pipeline.Adoption;
using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>What <c>dotnet package search</c> of the SDK 10.0.401 answers.</summary>
public sealed class PackageVersionsTests
{
    private const string Answered = """
        { "sourceName": "a", "packages": [{ "id": "Pipeline.Tool", "version": "0.2.0" }, { "id": "Pipeline.Tool", "version": "0.10.0" }] }
        """;

    private const string Down = """
        { "sourceName": "b", "problems": [{ "text": "Unable to load the service index.", "problemType": "Error" }], "packages": [] }
        """;

    [Fact]
    public void Versions_are_in_their_order() =>
        PackageVersions.Read(Search(Answered)).Select(version => $"{version}").ShouldBe(["0.2.0", "0.10.0"]);

    [Fact]
    public void A_feed_that_does_not_answer_is_no_feed_without_the_package() =>
        Should
            .Throw<AdoptionException>(() => PackageVersions.Read(Search(Answered, Down)))
            .Message.ShouldBe(
                "the feed \"b\" that nuget.config names does not answer: Unable to load the service index. Mend it, or take it out there"
            );

    private static string Search(params string[] sources) =>
        $$"""{ "version": 2, "problems": [], "searchResult": [{{string.Join(", ", sources)}}] }""";
}
