using Nuke.Common;
using Pipeline.Build.Reporting;
using Pipeline.Catalog.Reading;
using Pipeline.Quality;

namespace Pipeline.Build.Documents;

/// <summary>The tables that the reference can have: a subject, and for a file also one of its keys.</summary>
internal sealed class ReferenceTables(INukeBuild build)
{
    private readonly Lazy<SchemaTable> catalog = new(() => new(CatalogSchema.Create(SupportedLanguages.Declared)));
    private readonly Lazy<SchemaTable> runRecord = new(() => new(RunRecord.JsonSchema()));

    /// <summary>A document with its tables as they are now.</summary>
    /// <exception cref="DocumentException">There is no such table.</exception>
    public string Fill(string document)
    {
        var names = GeneratedTables.NamesIn(document);
        return GeneratedTables.Fill(document, name => Table(name.Split(' '), names));
    }

    private MarkdownTable Table(string[] name, ImmutableArray<string> names) =>
        name switch
        {
            ["targets"] => TargetTable.Of(build),
            ["parameters"] => ParameterTable.Of(build.GetType()),
            ["exit-codes"] => ExitCodeTable.Create(),
            ["catalog", .. var key] => catalog.Value.Of(string.Concat(key), KeysOf("catalog", names)),
            ["run.json", .. var key] => runRecord.Value.Of(string.Concat(key), KeysOf("run.json", names)),
            _ => throw new DocumentException(
                $"there is no table \"{string.Join(' ', name)}\": expected targets, parameters, exit-codes, or catalog or run.json with a key"
            ),
        };

    private static ImmutableArray<string> KeysOf(string subject, ImmutableArray<string> names) =>
        [
            .. names
                .Where(name => name.StartsWith($"{subject} ", StringComparison.Ordinal))
                .Select(name => name[(subject.Length + 1)..]),
        ];
}
