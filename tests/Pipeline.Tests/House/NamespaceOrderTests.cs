using System.Text.RegularExpressions;
using Pipeline.Build;
using Pipeline.Build.Reporting.Terminal;
using Pipeline.Build.Run;
using Pipeline.Catalog;
using Pipeline.Workflows.Model;

namespace Pipeline.Tests.House;

/// <summary>The house's rules about rooms, held against the compiled assemblies and the folders.</summary>
public sealed partial class NamespaceOrderTests
{
    private static readonly ImmutableArray<string> Assemblies =
    [
        typeof(Workflow).Assembly.Location,
        typeof(Platform).Assembly.Location,
        typeof(PipelineBuild).Assembly.Location,
    ];

    private static readonly ImmutableArray<(string From, string To)> References =
    [
        .. AssemblyReferences.Of(Assemblies),
    ];

    [Fact]
    public void References_go_down_only() =>
        References
            .Where(reference => NamespaceOrder.Of(Room(reference.From)) < NamespaceOrder.Of(Room(reference.To)))
            .Select(reference => $"{reference.From} → {reference.To}")
            .ShouldBeEmpty("these types use others of a higher room: see NamespaceOrder");

    [Fact]
    public void Every_room_has_its_place_in_the_order_and_every_place_its_room() =>
        References
            .Select(reference => Room(reference.From))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ShouldBe(NamespaceOrder.Lines.Order(StringComparer.Ordinal));

    [Fact]
    public void A_reference_inside_of_a_method_counts() =>
        References.ShouldContain((typeof(RunViewSelection).FullName!, typeof(LiveView).FullName!));

    [Fact]
    public void A_folder_is_a_namespace()
    {
        var wrong =
            from project in new[]
            {
                "src/Pipeline",
                "src/Pipeline.Workflows",
                "src/Pipeline.Build",
                "tests/Pipeline.Tests",
                "tests/EndToEnd.Tests",
            }
            let root = Path.Combine(Repository.Root, project)
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!)
            let expected = folder == "."
                ? Path.GetFileName(project)
                : $"{Path.GetFileName(project)}.{folder.Replace(Path.DirectorySeparatorChar, '.')}"
            let found = Declaration().Match(File.ReadAllText(file)).Groups["name"].Value
            where found.Length > 0 && found != expected && !file.Contains("fixtures", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {found}, expected {expected}";

        wrong.ShouldBeEmpty();
    }

    private static string Room(string type) => type[..type.LastIndexOf('.')];

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
