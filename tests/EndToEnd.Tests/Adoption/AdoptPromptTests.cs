using EndToEnd.Tests.Delivery;
using EndToEnd.Tests.Terminal;
using Pipeline.Tests;

namespace EndToEnd.Tests.Adoption;

/// <summary>At a terminal, <c>Adopt</c> asks a person: what is ambiguous, and whether to write.</summary>
public sealed class AdoptPromptTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("prompt-").FullName;
    private readonly string build = Directory.CreateTempSubdirectory("prompting-").FullName;

    public AdoptPromptTests()
    {
        Directory.CreateDirectory(Path.Combine(build, ".nuke"));
        SamplePlatform.GitIn(root, "init", "-q", "-b", "main");
        foreach (var team in new[] { "team-a", "team-b" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, team, "auth")).FullName;
            File.WriteAllText(Path.Combine(folder, "go.mod"), "module auth\n");
            File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM scratch\nCOPY . .\n");
        }
    }

    [Fact]
    public async Task What_is_ambiguous_is_a_choice_and_the_chosen_one_is_written()
    {
        await using var window = await Adopt();

        await window.Until(screen => screen.Any(line => line.StartsWith("> team-a/auth", StringComparison.Ordinal)));
        await window.Press("Down");
        await window.Until(screen => screen.Any(line => line.StartsWith("> team-b/auth", StringComparison.Ordinal)));
        await window.Press("Enter");
        await window.Until(screen => screen.Any(IsConfirmation));
        await window.Press("y");
        await window.Press("Enter");
        await window.Until(screen => screen[^1] == "done>");

        File.ReadAllText(Path.Combine(root, "pipeline.yaml")).ShouldContain("path: team-b/auth");
    }

    [Fact]
    public async Task Nothing_is_written_where_a_person_says_no()
    {
        await using var window = await Adopt("--answer services.auth.path=team-a/auth");

        await window.Until(screen => screen.Any(IsConfirmation));
        await window.Press("n");
        await window.Press("Enter");
        await window.Until(screen => screen[^1] == "done>");

        Written().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("--answer services.auth.path=team-a/auth")]
    public async Task Ctrl_C_at_a_question_writes_nothing_and_gives_the_terminal_back(string arguments)
    {
        await using var window = await Adopt(arguments);

        await window.Until(screen =>
            screen.Any(line => IsConfirmation(line) || line.StartsWith("> team-a/auth", StringComparison.Ordinal))
        );
        await window.Press("C-c");
        await window.Until(screen => screen[^1] == "done>");

        Written().ShouldBeEmpty();
        (await window.ShowsCursor()).ShouldBeTrue();
    }

    private static bool IsConfirmation(string line) => line.StartsWith("Write these ", StringComparison.Ordinal);

    private Task<TerminalWindow> Adopt(string arguments = "") =>
        TerminalWindow.Open(120, 100, $"dotnet {TestedBuild.Path} Adopt --into {root} {arguments} --root {build}");

    private IEnumerable<string> Written() =>
        SamplePlatform
            .GitIn(root, "ls-files", "--others")
            .Split('\n')
            .Where(file => !file.StartsWith("team-", StringComparison.Ordinal));

    public void Dispose()
    {
        Directory.Delete(root, recursive: true);
        Directory.Delete(build, recursive: true);
    }
}
