using Pipeline.Build.Reporting.Preview;
using Pipeline.Catalog;

namespace Pipeline.Tests.Reporting;

public sealed class SelectionTextTests
{
    private static readonly Service Runtime = new()
    {
        Name = "runtime",
        Directory = "/",
        Path = "images/runtime",
        Language = Language.Custom,
        Context = "/",
        Image = "shop/runtime",
    };

    [Fact]
    public void A_target_that_has_nothing_to_do_for_a_base_image_says_so()
    {
        var output = new StringWriter();

        SelectionText.WriteLeftOut([new(Runtime, "named")], ["Test", "Lint"], output);

        output
            .ToString()
            .TrimEnd()
            .ShouldBe(
                "base images are built, scanned, pushed and signed, and nothing else: Test, Lint have nothing to do for runtime"
            );
    }

    [Fact]
    public void Where_nothing_was_selected_nothing_is_said_of_base_images()
    {
        var output = new StringWriter();

        SelectionText.WriteLeftOut([], ["Test"], output);

        output.ToString().ShouldBeEmpty();
    }
}
