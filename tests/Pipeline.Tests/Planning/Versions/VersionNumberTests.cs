using Pipeline.Planning.Versions;

namespace Pipeline.Tests.Planning.Versions;

public sealed class VersionNumberTests
{
    private static readonly DateTimeOffset February = new(2026, 2, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_month_begins_with_one() => $"{CalendarVersion.After(February, [])}".ShouldBe("2026.02.1");

    [Fact]
    public void The_next_of_a_month_comes_after_the_greatest_even_where_one_is_missing() =>
        $"{CalendarVersion.After(February, [new(2026, 2, 9), new(2026, 2, 10), new(2026, 1, 44), new(2025, 2, 77)])}".ShouldBe(
            "2026.02.11"
        );

    [Fact]
    public void The_month_is_that_of_the_meridian() =>
        $"{CalendarVersion.After(new(2026, 3, 1, 0, 30, 0, TimeSpan.FromHours(2)), [])}".ShouldBe("2026.02.1");

    [Theory]
    [InlineData("2026.02.1", true)]
    [InlineData("2026.12.120", true)]
    [InlineData("2026.2.1", false)]
    [InlineData("2026.13.1", false)]
    [InlineData("2026.00.1", false)]
    [InlineData("2026.02.0", false)]
    [InlineData("2026.02.01", false)]
    [InlineData("2026.02.1-a3f2b1c", false)]
    [InlineData("2026.02.99999999999", false)]
    [InlineData("v2026.02.1", false)]
    public void Only_the_one_form_is_a_calendar_version(string text, bool isOne) =>
        (CalendarVersion.Parse(text)?.ToString() == text).ShouldBe(isOne);

    [Theory]
    [InlineData("0.1.0", true)]
    [InlineData("1.40.3", true)]
    [InlineData("1.4", false)]
    [InlineData("01.4.0", false)]
    [InlineData("1.4.0-rc.1", false)]
    [InlineData("1.4.0+build", false)]
    [InlineData("2026.02.1", false)]
    [InlineData("99999999999.0.0", false)]
    public void Only_a_released_number_is_a_semantic_version(string text, bool isOne) =>
        (SemanticVersion.Parse(text)?.ToString() == text).ShouldBe(isOne);

    [Theory]
    [InlineData("1.4.2", ChangeKind.Other, "1.4.3")]
    [InlineData("1.4.2", ChangeKind.Feature, "1.5.0")]
    [InlineData("1.4.2", ChangeKind.Breaking, "2.0.0")]
    [InlineData("0.4.2", ChangeKind.Breaking, "0.5.0")]
    public void A_change_decides_which_number_grows(string version, ChangeKind change, string next) =>
        $"{SemanticVersion.Parse(version)!.Value.Next(change)}".ShouldBe(next);

    [Fact]
    public void What_another_branch_has_taken_is_left_out() =>
        $"{new SemanticVersion(1, 4, 2).Next(ChangeKind.Feature, new HashSet<SemanticVersion> { new(1, 5, 0), new(1, 6, 0) })}".ShouldBe(
            "1.7.0"
        );

    [Theory]
    [InlineData("feat: log in by passkey", ChangeKind.Feature)]
    [InlineData("Feat(auth): log in by passkey", ChangeKind.Feature)]
    [InlineData("fix: refuse empty tokens", ChangeKind.Other)]
    [InlineData("feat!: drop the old API", ChangeKind.Breaking)]
    [InlineData("refactor(api)!: rename a field", ChangeKind.Breaking)]
    [InlineData("fix: x\n\nBREAKING CHANGE: the port is another", ChangeKind.Breaking)]
    [InlineData("fix: x\n\nBREAKING-CHANGE: the port is another", ChangeKind.Breaking)]
    [InlineData("fix: x\n\nThis is no BREAKING CHANGE: not at the line's beginning", ChangeKind.Other)]
    [InlineData("fix: x\n\nbreaking change: not in capitals", ChangeKind.Other)]
    [InlineData("feature: no such type", ChangeKind.Other)]
    [InlineData("feat:no space", ChangeKind.Other)]
    [InlineData("Merge pull request #7", ChangeKind.Other)]
    [InlineData("", ChangeKind.Other)]
    public void A_commit_says_what_it_changes(string message, ChangeKind change) =>
        ConventionalCommit.ChangeOf(message).ShouldBe(change);

    [Theory]
    [InlineData("a3f2b1c", "a3f2b1c")]
    [InlineData("2026.02.1", "refs/tags/auth/2026.02.1")]
    [InlineData("1.4.0", "refs/tags/auth/1.4.0")]
    [InlineData("2026.02.1-a3f2b1c", "a3f2b1c")]
    [InlineData("0000000", null)]
    [InlineData("develop", null)]
    [InlineData("bookworm-slim", null)]
    [InlineData(null, null)]
    public void The_tag_of_an_image_tells_what_it_was_built_from(string? tag, string? revision) =>
        VersionTag.RevisionOf("auth", tag).ShouldBe(revision);
}
