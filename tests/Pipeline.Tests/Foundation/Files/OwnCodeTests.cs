using System.Reflection;
using Pipeline.Foundation.Files;

namespace Pipeline.Tests.Foundation.Files;

public sealed class OwnCodeTests
{
    [Fact]
    public void Every_library_of_ours_that_lies_beside_the_build_counts()
    {
        var beside = Directory
            .EnumerateFiles(AppContext.BaseDirectory, "Pipeline*.dll")
            .Select(Path.GetFileNameWithoutExtension);

        OwnCode.Assemblies.Select(assembly => assembly.GetName().Name).ShouldBe(beside, ignoreOrder: true);
    }

    [Fact]
    public void The_build_itself_counts() => OwnCode.Assemblies.ShouldContain(Assembly.GetEntryAssembly());

    [Fact]
    public void Each_module_is_a_part_of_what_the_code_is_known_by() =>
        OwnCode
            .Id.Split(' ')
            .ShouldBe(OwnCode.Assemblies.Select(assembly => $"{assembly.ManifestModule.ModuleVersionId:n}"));
}
