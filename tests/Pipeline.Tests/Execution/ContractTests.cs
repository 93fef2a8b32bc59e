using System.Reflection;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution;

public sealed class ContractTests
{
    // Runs of earlier versions have left files of these names: a name that changes has its values made again.
    private static readonly string[] Pinned =
    [
        "AdoptedImage",
        "BillOfMaterials",
        "BuiltHere",
        "BuiltImage",
        "EndToEndReport",
        "ExportedImage",
        "FindingSet",
        "ImageBases",
        "ImageBump",
        "LoadReport",
        "NoImage",
        "PushedImage",
        "TestReport",
    ];

    [Fact]
    public void What_steps_hand_over_is_kept_under_names_that_stay_and_that_no_two_types_share() =>
        typeof(IHandedOver)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IHandedOver)) && !type.IsInterface)
            .Select(NameOf)
            .Order(StringComparer.Ordinal)
            .ShouldBe(Pinned);

    [Fact]
    public void Each_name_can_be_a_part_of_a_files_name() =>
        Pinned.ShouldAllBe(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));

    private static string NameOf(Type type) =>
        (string)
            type.GetProperty(nameof(IHandedOver.Contract), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
