using System.Reflection;

namespace Pipeline.Tests.House;

/// <summary>The house's rule about names, held against the compiled assemblies.</summary>
public sealed class TypeNameTests
{
    [Fact]
    public void No_type_is_the_plural_of_another()
    {
        var names = new[] { "Pipeline.Workflows", "Pipeline", "Pipeline.Build" }
            .SelectMany(library => Assembly.Load(library).GetTypes())
            .Where(type => !type.IsNested && type.Namespace?.StartsWith("Pipeline", StringComparison.Ordinal) == true)
            .Select(type => type.Name.Split('`')[0])
            .ToHashSet();

        names.Where(name => names.Contains($"{name}s")).ShouldBeEmpty("give one of each pair a word of its own");
    }
}
