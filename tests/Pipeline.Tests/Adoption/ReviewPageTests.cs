using Pipeline.Build.Reporting.Adoption;
using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Tests.Adoption;

public sealed class ReviewPageTests
{
    [Fact]
    public void A_finding_stands_below_its_rule_with_what_to_do_instead()
    {
        var page = ReviewPage.Render(Of(Finding("no timeout")), "1 workflow");

        page.ShouldContain("<h2>no-timeout <span class=\"muted\">workflows</span></h2>");
        page.ShouldContain("<p>Instead, each job has one.</p>");
        page.ShouldContain("<code>.github/workflows/ci.yml:3</code> no timeout");
        page.ShouldContain("1 finding in 1 workflow: 1 high");
    }

    [Fact]
    public void Text_of_a_repository_is_no_HTML() =>
        ReviewPage
            .Render(Of(Finding("</style><script>alert(1)</script>")), "<b>")
            .ShouldSatisfyAllConditions(page => page.ShouldNotContain("<script"), page => page.ShouldNotContain("<b>"));

    [Fact]
    public void A_repository_without_findings_says_what_was_looked_at() =>
        ReviewPage.Render(Of(), "2 workflows").ShouldContain("<p>no findings in 2 workflows</p>");

    private static FindingSet Of(params ImmutableArray<Finding> findings) => new(["workflows"], findings, "");

    private static Finding Finding(string message) =>
        new("workflows", "no-timeout", Severity.High, message)
        {
            File = ".github/workflows/ci.yml",
            Line = 3,
            Remark = "each job has one",
        };
}
