namespace Pipeline.Tests.Reporting.Html;

/// <summary>Whether the report can be read: in every scheme, on a phone, on paper, with assistive technology.</summary>
public sealed class HtmlReportAccessTests(Chromium chromium) : ReportInBrowser(chromium)
{
    public static TheoryData<string, string> SchemesAndViews =>
        [.. Views.SelectMany(view => new[] { ("light", view), ("dark", view) })];

    public static TheoryData<string> AllViews => [.. Views];

    [Theory]
    [MemberData(nameof(SchemesAndViews))]
    public async Task Text_stands_out_from_its_ground_as_WCAG_AA_asks(string scheme, string view)
    {
        await using var page = await Open(scheme: scheme);

        await page.Show(view);

        (await page.Text(PageAudit.Contrast)).ShouldBe("");
    }

    [Theory]
    [InlineData("light", "rgb(247, 247, 245)")]
    [InlineData("dark", "rgb(16, 19, 22)")]
    public async Task The_page_follows_the_reader_s_scheme(string scheme, string ground)
    {
        await using var page = await Open(scheme: scheme);

        var color = await page.Text("getComputedStyle(document.body).backgroundColor");

        color.ShouldBe(ground);
    }

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task On_a_phone_no_view_is_wider_than_the_screen(string view)
    {
        await using var page = await Open(width: 390);

        await page.Show(view);

        (await page.Text("document.documentElement.scrollWidth")).ShouldBe("390");
        (await page.Text("innerWidth")).ShouldBe("390");
    }

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task Everything_that_can_be_used_has_a_name(string view)
    {
        await using var page = await Open();

        await page.Show(view);

        (await PageAudit.Nameless(page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Paper_shows_every_view_but_the_logs()
    {
        await using var page = await Open(scheme: "dark");

        await page.Send("Page.printToPDF");
        await page.Send("Emulation.setEmulatedMedia", new { media = "print" });

        (
            await page.Text(
                "[...document.querySelectorAll('main > section')].filter(view => view.offsetHeight > 60).map(view => view.id.slice(5)).join(' ')"
            )
        ).ShouldBe("overview services timeline findings suites load images changes comparison");
        (await page.Text("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
    }

    [Fact]
    public async Task A_reader_who_wants_no_motion_gets_none()
    {
        await using var page = await Open();

        await page.Send(
            "Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-reduced-motion", value = "reduce" } } }
        );

        (
            await page.Text(
                "[...document.querySelectorAll('*')].filter(node => parseFloat(getComputedStyle(node).transitionDuration) > 0).length"
            )
        ).ShouldBe("0");
    }
}
