using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;
using Pipeline.Tests.Documents;

namespace EndToEnd.Tests.Documents;

/// <summary>
/// The commands of all documents that only look, run on the sample. Those that deliver are run by the tutorial's test,
/// and each with parameters of its own by the tests of what it delivers.
/// </summary>
public sealed class DocumentedCommandTests : IDisposable
{
    private static readonly HashSet<string> Looking =
    [
        "--help",
        "Adopt",
        "CheckScaffold",
        "Completion",
        "Doctor",
        "Dora",
        "Explain",
        "History",
        "Preview",
        "Review",
        "Scaffold",
        "Schema",
        "Status",
        "Tools",
        "Workflows",
    ];

    private readonly SamplePlatform platform = new();
    private readonly string neighbours = Directory.CreateTempSubdirectory("pipeline-neighbours-").FullName;

    public void Dispose()
    {
        platform.Dispose();
        Directory.Delete(neighbours, recursive: true);
    }

    [Fact]
    public async Task Each_that_only_looks_succeeds_on_the_sample()
    {
        await Neighbour("gitops");
        await Neighbour("our-repository", "pipeline.yaml");
        await Neighbour("their-repository", "pipeline.yaml");
        string[][] commands =
        [
            .. Document
                .All.SelectMany(document => document.Commands)
                .Where(command => command.Elsewhere is null && OnlyLooks(command))
                .Select(command => command.BuildArguments!.ToArray())
                .DistinctBy(arguments => string.Join(' ', arguments)),
        ];
        commands.Length.ShouldBeGreaterThan(12);

        List<string> failed = [];
        foreach (var command in commands)
            if (await platform.Build([.. command.Select(Placed)]) is { ExitCode: not 0 } outcome)
                failed.Add($"{string.Join(' ', command)}: {outcome.Output}");

        failed.ShouldBeEmpty();
    }

    // What moves to later versions asks the internet, and what adopts writes unless it is told not to.
    private static bool OnlyLooks(DocumentedCommand command) =>
        command.BuildArguments is { Count: > 0 } arguments
        && arguments
            .TakeWhile((argument, index) => index == 0 || !argument.StartsWith('-'))
            .All(target => Looking.Contains(target))
        && !arguments.Contains("--update")
        && (arguments[0] != "Adopt" || arguments.Contains("--dry-run"));

    private string Placed(string argument) =>
        argument.StartsWith("../", StringComparison.Ordinal) ? Path.Combine(neighbours, argument[3..]) : argument;

    private async Task Neighbour(string name, string? without = null)
    {
        var folder = Path.Combine(neighbours, name);
        await Cli.Wrap("git").WithArguments(["clone", "-q", platform.Root, folder]).ExecuteBufferedAsync();
        if (without is not null)
            File.Delete(Path.Combine(folder, without));
    }
}
