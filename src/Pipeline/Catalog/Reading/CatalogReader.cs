using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>Reads <c>pipeline.yaml</c> into a <see cref="Platform"/>.</summary>
internal static class CatalogReader
{
    /// <summary>Reads a catalog and completes it by discovery.</summary>
    /// <param name="file">The <c>pipeline.yaml</c>.</param>
    /// <param name="artifacts">
    /// The folder that the <c>local</c> environment keeps its registry and repository under.
    /// </param>
    /// <param name="languages">The languages that services may be written in, in order of precedence.</param>
    /// <param name="holdsSecret">True for a text that must not be remembered; null: any may be.</param>
    /// <exception cref="CatalogException">It cannot be used; every problem is listed, with its place.</exception>
    public static Platform Read(
        AbsolutePath file,
        AbsolutePath artifacts,
        ImmutableArray<Language> languages,
        Func<string, bool>? holdsSecret = null
    )
    {
        var name = Path.GetRelativePath(Directory.GetCurrentDirectory(), file);
        if (!File.Exists(file))
            throw new CatalogException([new(name, 1, 1, "no catalog found: write one, or name it with --catalog")]);

        var memo = Memo.Read(artifacts / "memory" / "catalog", holdsSecret);
        // A pipe has no length either, and reading it might never end.
        var content = new FileInfo(file).Length == 0 ? [] : File.ReadAllBytes(file);
        var platform = Assemble(
            file,
            artifacts,
            languages,
            report => memo.Of(content, YamlCodec.Document, () => Parse(TextOf(content), report))
        );
        memo.Write(artifacts);
        return platform;
    }

    /// <summary>Reads a catalog that is not written yet, and completes it by discovery.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">Where it would be written.</param>
    /// <param name="languages">The languages that services may be written in, in order of precedence.</param>
    /// <exception cref="CatalogException">It cannot be used; every problem is listed, with its place.</exception>
    public static Platform Read(string text, AbsolutePath file, ImmutableArray<Language> languages) =>
        Assemble(file, file.Parent! / "artifacts", languages, report => Parse(text, report));

    private static Platform Assemble(
        AbsolutePath file,
        AbsolutePath artifacts,
        ImmutableArray<Language> languages,
        Func<Action<Mark, string>, YamlMap?> parse
    )
    {
        var problems = new List<CatalogProblem>();
        void ReportIn(AbsolutePath place, Mark mark, string message) =>
            problems.Add(
                new(Path.GetRelativePath(Directory.GetCurrentDirectory(), place), mark.Line, mark.Column, message)
            );
        void Report(Mark mark, string message) => ReportIn(file, mark, message);

        var yaml = parse(Report);
        var platform = yaml is null
            ? null
            : new CatalogAssembly(
                file.Parent!,
                artifacts,
                languages,
                yaml,
                DocumentReader.Read<PlatformDocument>(yaml),
                Report,
                ReportIn
            ).Assemble();
        return problems.Count == 0
            ? platform!
            : throw new CatalogException([.. problems.OrderBy(problem => (problem.Line, problem.Column))]);
    }

    /// <summary>The JSON Schema of a catalog, for editors.</summary>
    /// <param name="languages">The languages that services may be written in.</param>
    public static string Schema(ImmutableArray<Language> languages) =>
        CatalogSchema.Create(languages).ToJsonString(CatalogSchema.Json) + "\n";

    // By its byte order mark; UTF-8 without one.
    private static string TextOf(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content));
        return reader.ReadToEnd();
    }

    // Null where it is invalid, which has been reported.
    private static YamlMap? Parse(string text, Action<Mark, string> report)
    {
        try
        {
            var problems = 0;
            var yaml = YamlNodeReader.Read(text);
            new CatalogValidator(
                CatalogSchema.Written(),
                (mark, message) =>
                {
                    problems++;
                    report(mark, message);
                }
            ).Validate(yaml);
            return problems > 0 ? null : (YamlMap)yaml;
        }
        catch (YamlException broken)
        {
            report(broken.Start, $"not valid YAML: {broken.Message}");
            return null;
        }
    }
}
