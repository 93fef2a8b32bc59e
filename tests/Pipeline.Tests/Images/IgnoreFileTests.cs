using Pipeline.Images.Contexts;

namespace Pipeline.Tests.Images;

public sealed class IgnoreFileTests
{
    [Theory]
    [InlineData("*.log", "app.log", true)]
    [InlineData("*.log", "logs/app.log", false)]
    [InlineData("**/*.log", "logs/deep/app.log", true)]
    [InlineData("**/*.log", "app.log", true)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("logs", "logs/deep/app.log", true)]
    [InlineData("logs/", "logs/app.log", true)]
    [InlineData("logs", "logs2/app.log", false)]
    [InlineData("/bin", "bin/app", true)]
    [InlineData("./bin", "bin/app", true)]
    [InlineData("a/../bin", "bin/app", true)]
    [InlineData("a/**/z", "a/z", true)]
    [InlineData("a/**/z", "a/b/c/z", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("file?", "file1", true)]
    [InlineData("file?", "file/", false)]
    [InlineData("[a-c].txt", "b.txt", true)]
    [InlineData("[^a-c].txt", "b.txt", false)]
    [InlineData(@"\*.txt", "*.txt", true)]
    [InlineData(@"\*.txt", "a.txt", false)]
    [InlineData("a.b", "axb", false)]
    [InlineData("  spaced  ", "spaced", true)]
    [InlineData("# comment", "# comment", false)]
    [InlineData("\uFEFFfirst", "first", true)]
    [InlineData("", "file", false)]
    [InlineData(".", "file", false)]
    public void A_pattern_means_what_it_means_to_docker(string pattern, string path, bool ignored)
    {
        var file = IgnoreFile.Parse(pattern);

        file.Ignores(path).ShouldBe(ignored);
    }

    [Theory]
    [InlineData("*.md\n!README.md", "README.md", false)]
    [InlineData("!README.md\n*.md", "README.md", true)]
    [InlineData("*\n!src\nsrc/secret", "src/main.go", false)]
    [InlineData("*\n!src\nsrc/secret", "src/secret", true)]
    [InlineData("*\r\n!keep\r\n", "keep", false)]
    public void The_last_pattern_that_matches_decides(string patterns, string path, bool ignored)
    {
        var file = IgnoreFile.Parse(patterns);

        file.Ignores(path).ShouldBe(ignored);
    }
}
