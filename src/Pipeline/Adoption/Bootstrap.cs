using Nuke.Common.IO;
using Pipeline.Adoption.Trees;
using Pipeline.Foundation.Git;

namespace Pipeline.Adoption;

/// <summary>
/// The script by which an adopted repository starts Pipeline: it clones one commit of Pipeline's own repository, once.
/// </summary>
/// <param name="Repository">The address to clone from; null where the checkout has none to write down.</param>
/// <param name="Commit">The commit.</param>
internal sealed record Bootstrap(string? Repository, string Commit)
{
    /// <summary>The script's name.</summary>
    public const string File = "build.sh";

    private const string Text = """
        #!/usr/bin/env bash
        # Runs Pipeline on this repository: of the commit below, which is cloned once. Another commit is an upgrade.
        set -eu
        repository=${PIPELINE_REPOSITORY:REPOSITORY}
        commit=COMMIT
        root=$(cd "$(dirname "$0")" && pwd -P)
        pipeline=$root/.nuke/temp/pipeline-$commit
        if [ ! -d "$pipeline" ]; then
            mkdir -p "$root/.nuke/temp"
            printf '*\n' >"$root/.nuke/temp/.gitignore"
            rm -rf "$pipeline.part"
            git clone --quiet --no-checkout "$repository" "$pipeline.part"
            git -C "$pipeline.part" checkout --quiet --detach "$commit"
            mv "$pipeline.part" "$pipeline"
        fi
        exec "$pipeline/build.sh" "$@" --root "$root"

        """;

    /// <summary>The script; without an address it asks for one.</summary>
    public PlannedFile Script =>
        new(
            File,
            Text.ReplaceLineEndings("\n")
                .Replace(
                    "REPOSITORY}",
                    Repository is null ? "?name the Git repository of Pipeline}" : $"-{Repository}}}",
                    StringComparison.Ordinal
                )
                .Replace("COMMIT", Commit, StringComparison.Ordinal),
            IsProgram: true
        );

    /// <summary>That of the checkout which a program was compiled in; null where it was not compiled in one.</summary>
    public static async Task<Bootstrap?> Of(AbsolutePath program)
    {
        var root = await GitCommand.Try(program, ["rev-parse", "--show-toplevel"]);
        if (root.ExitCode != 0)
            return null;

        AbsolutePath checkout = root.StandardOutput.TrimEnd('\n', '\r');
        var head = await GitCommand.Try(checkout, ["rev-parse", "HEAD"]);
        return
            head.ExitCode == 0 && System.IO.File.Exists(checkout / "src" / "Pipeline.Build" / "Pipeline.Build.csproj")
            ? new((await RepositoryOrigin.Read(checkout)).Address, head.StandardOutput.Trim())
            : null;
    }
}
