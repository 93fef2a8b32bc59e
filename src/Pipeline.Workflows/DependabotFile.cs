using System.Reflection;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Workflows.Updates;

namespace Pipeline.Workflows;

/// <summary>The configuration of Dependabot for a repository, unless a person has taken care of updates.</summary>
/// <param name="File">The file as it is to be; null where it is left to a person.</param>
/// <param name="Remark">Why it is left as it is; null where it is not.</param>
internal sealed record DependabotFile(GeneratedFile? File, string? Remark)
{
    // https://docs.renovatebot.com/configuration-options
    private static readonly string[] Renovate =
    [
        "renovate.json",
        "renovate.json5",
        ".github/renovate.json",
        ".github/renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".renovaterc.json5",
    ];

    /// <summary>The files of a build, one for each repository that it writes for.</summary>
    public static ImmutableArray<DependabotFile> Of(INukeBuild build) =>
        [
            .. All(build)
                .Where(attribute => attribute.BelongsTo(build))
                .GroupBy(attribute => attribute.RootOf(build))
                .Select(attributes => Of(attributes.Key, [.. attributes], build)),
        ];

    /// <summary>The attributes of a build, those that belong to another repository among them.</summary>
    public static ImmutableArray<DependencyUpdatesAttribute> All(INukeBuild build) =>
        [
            .. build
                .GetType()
                .GetCustomAttributes<DependencyUpdatesAttribute>()
                .OrderBy(attribute => attribute.Origin, StringComparer.Ordinal),
        ];

    /// <summary>Where GitHub reads it.</summary>
    public static AbsolutePath PathIn(AbsolutePath root) => root / ".github" / "dependabot.yml";

    private static DependabotFile Of(
        AbsolutePath root,
        ImmutableArray<DependencyUpdatesAttribute> attributes,
        INukeBuild build
    )
    {
        var path = PathIn(root);
        var written = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : "";
        if (written.Trim().Length > 0 && GeneratedFile.OriginOf(written) is null)
            return new(null, $"{path.Name} is left as it is, as Workflows did not write it");
        if (Renovate.FirstOrDefault(file => System.IO.File.Exists(root / file)) is { } renovate)
            return new(null, $"no {path.Name} is written, as Renovate proposes updates by {renovate}");

        var updates = attributes.Select(attribute => attribute.Of(build)).ToArray();
        return updates.All(each => each is not null)
            ? new(
                new(
                    path,
                    DependabotWriter.Write(
                        [
                            GeneratedFile.FirstLine("./build.sh", attributes[0].Origin),
                            "",
                            "Proposes new versions of packages each week, those of a kind together. Actions are not among them: they are",
                            "pinned by the build, and move with its workflows.",
                        ],
                        updates.SelectMany(each => each!.Value)
                    ),
                    attributes[0].Origin
                ),
                null
            )
            : new(
                new(path, written, attributes[0].Origin),
                $"{path.Name} is left as it is, as not all services are checked out here"
            );
    }
}
