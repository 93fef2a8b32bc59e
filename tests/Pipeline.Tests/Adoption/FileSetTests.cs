using Pipeline.Adoption;
using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>Files are written all or not at all.</summary>
public sealed class FileSetTests : IDisposable
{
    private static readonly PlannedFile[] Files =
    [
        new("pipeline.yaml", "a: b\n"),
        new("new/inner/file", "c\n", IsProgram: true),
    ];

    private readonly AdoptionFixture repository = new AdoptionFixture().With("pipeline.yaml", "before\n");

    [Fact]
    public void All_are_written()
    {
        FileSet.Write(repository.Root, Files, CancellationToken.None);

        Written().ShouldBe(["new/inner/file", "pipeline.yaml"]);
        File.ReadAllText(repository.Root / "pipeline.yaml").ShouldBe("a: b\n");
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_none()
    {
        repository.With("blocked", "");

        Should
            .Throw<AdoptionException>(() =>
                FileSet.Write(repository.Root, [.. Files, new("blocked/file", "")], CancellationToken.None)
            )
            .Message.ShouldStartWith("nothing was written");

        Untouched("blocked");
    }

    [Fact]
    public void A_name_that_cannot_be_given_takes_the_others_back()
    {
        Directory.CreateDirectory(repository.Root / "taken");

        Should.Throw<AdoptionException>(() =>
            FileSet.Write(repository.Root, [.. Files, new("taken", "")], CancellationToken.None)
        );

        Directory.Delete(repository.Root / "taken");
        Untouched();
    }

    [Fact]
    public void An_interruption_leaves_none()
    {
        Should.Throw<OperationCanceledException>(() => FileSet.Write(repository.Root, Files, new(canceled: true)));

        Untouched();
    }

    private void Untouched(params string[] others)
    {
        Written().ShouldBe([.. others, "pipeline.yaml"]);
        Directory.Exists(repository.Root / "new").ShouldBeFalse();
        File.ReadAllText(repository.Root / "pipeline.yaml").ShouldBe("before\n");
    }

    private string[] Written() =>
        [
            .. Directory
                .EnumerateFiles(repository.Root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(repository.Root, file))
                .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => repository.Dispose();
}
