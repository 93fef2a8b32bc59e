using Pipeline.Catalog;
using Pipeline.Quality.Languages;
using Pipeline.Quality.Languages.DotNet;
using Pipeline.Quality.Languages.Go;
using Pipeline.Quality.Languages.Java;
using Pipeline.Quality.Languages.Node;
using Pipeline.Quality.Languages.Python;
using Pipeline.Quality.Languages.Rust;
using Pipeline.Tools;

namespace Pipeline.Quality;

/// <summary>
/// The languages that Pipeline supports. To add one: a folder in <c>Quality/Languages</c>, and a line here.
/// </summary>
internal static class SupportedLanguages
{
    /// <summary>All of them, in the order in which workflows and tools list them.</summary>
    internal static ImmutableArray<ILanguage> All { get; } =
    [
        new GoLanguage(),
        new PythonLanguage(),
        new NodeLanguage(),
        new DotNetLanguage(),
        new JavaLanguage(),
        new RustLanguage(),
    ];

    /// <summary>Their names and markers, for the catalog.</summary>
    public static ImmutableArray<Language> Declared { get; } = [.. All.Select(supported => supported.Language)];

    /// <summary>What is known of a language; null for <see cref="Language.Custom"/>.</summary>
    internal static ILanguage? Find(Language language) =>
        All.FirstOrDefault(supported => supported.Language == language);

    /// <summary>What a machine needs for the languages of a platform's services, in the order of use.</summary>
    /// <param name="platform">The platform.</param>
    public static ImmutableArray<Tool> ToolsFor(Platform platform) =>
        [
            .. All.SelectMany(supported =>
                platform.Services.Where(service => service.Language == supported.Language).ToArray()
                    is { Length: > 0 } services
                    ? supported.ToolsFor(services)
                    : []
            ),
        ];
}
