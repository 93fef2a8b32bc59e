using System.Reflection;
using PublicApiGenerator;

namespace Pipeline.Tests.House;

/// <summary>Builds that this repository does not know stand on the public API: it changes on purpose alone.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Pipeline.Workflows")]
    [InlineData("Pipeline")]
    [InlineData("Pipeline.Build")]
    public void The_public_API_is_the_one_that_was_agreed_on(string library)
    {
        var agreed = Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "House", $"{library}.api.txt");
        var proposed = Path.Combine(Repository.Root, "artifacts", $"{library}.api.txt");
        var found = Assembly.Load(library).GeneratePublicApi(new() { IncludeAssemblyAttributes = false }) + "\n";
        File.WriteAllText(proposed, found);

        var (before, now) = (File.ReadAllLines(agreed), File.ReadAllLines(proposed));
        var changes = before
            .Except(now)
            .Select(line => $"- {line.Trim()}")
            .Concat(now.Except(before).Select(line => $"+ {line.Trim()}"));
        changes.ShouldBeEmpty($"where the change is meant: mv {proposed} {agreed}");
        now.ShouldBe(before);
    }

    [Fact]
    public void The_generator_of_workflows_knows_nothing_of_catalogs_and_services() =>
        Assembly
            .Load("Pipeline.Workflows")
            .GetReferencedAssemblies()
            .ShouldNotContain(used => used.Name!.StartsWith("Pipeline", StringComparison.Ordinal));
}
