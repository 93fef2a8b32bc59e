using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Quality;

namespace Pipeline.Tests.Catalog;

/// <summary>A scratch repository with a catalog and folders beside it.</summary>
public sealed class CatalogFixture : IDisposable
{
    public CatalogFixture(params string[] files)
    {
        Directory.CreateDirectory(Root / ".git");
        foreach (var file in files)
            Touch(file);
    }

    public AbsolutePath Root { get; } = Directory.CreateTempSubdirectory("catalog-").FullName;

    public void Touch(string file) => Write(file, "");

    public void Write(string file, string content)
    {
        Directory.CreateDirectory((Root / file).Parent!);
        File.WriteAllText(Root / file, content);
    }

    public Platform Read(string yaml)
    {
        File.WriteAllText(Root / "pipeline.yaml", yaml);
        return CatalogReader.Read(Root / "pipeline.yaml", Root / "artifacts", SupportedLanguages.Declared);
    }

    /// <summary>The problems of a catalog, each as <c>line:column: message</c>.</summary>
    public IReadOnlyList<string> Problems(string yaml) =>
        [
            .. Should
                .Throw<CatalogException>(() => Read(yaml))
                .Problems.Select(problem => $"{problem.Line}:{problem.Column}: {problem.Message}"),
        ];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
