using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using NuGet.Versioning;
using Nuke.Common.IO;
using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption;

/// <summary>The versions of a package in the feeds that NuGet's configuration names.</summary>
internal static class PackageVersions
{
    /// <summary>Asks the feeds, by the .NET SDK.</summary>
    /// <param name="package">The package.</param>
    /// <param name="folder">Where the configuration applies.</param>
    /// <exception cref="AdoptionException">None has it, one does not answer, or the SDK cannot ask.</exception>
    public static async Task<ImmutableArray<NuGetVersion>> Of(string package, AbsolutePath folder)
    {
        var result = await Cli.Wrap("dotnet")
            .WithArguments([
                "package",
                "search",
                package,
                "--exact-match",
                "--prerelease",
                "--format",
                "json",
                "--verbosity",
                "minimal",
            ])
            .WithWorkingDirectory(folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        var versions = result.ExitCode == 0 ? Read(result.StandardOutput) : [];
        return versions.IsEmpty
            ? throw new AdoptionException(
                $"no feed that nuget.config names has {package}: {Said(result)}add the one that has it"
            )
            : versions;
    }

    // The SDK succeeds where a feed is down, which may be the one with the newest version.
    internal static ImmutableArray<NuGetVersion> Read(string json)
    {
        using var answer = JsonDocument.Parse(json);
        var sources = answer.RootElement.GetProperty("searchResult").EnumerateArray().ToArray();
        if (sources.FirstOrDefault(HasFailed) is { ValueKind: JsonValueKind.Object } failed)
            throw new AdoptionException(
                $"the feed \"{failed.GetProperty("sourceName")}\" that nuget.config names does not answer: {failed.GetProperty("problems")[0].GetProperty("text")} Mend it, or take it out there"
            );
        return
        [
            .. sources
                .SelectMany(source => source.GetProperty("packages").EnumerateArray())
                .Select(package => NuGetVersion.Parse(package.GetProperty("version").GetString()!))
                .Distinct()
                .Order(),
        ];
    }

    private static bool HasFailed(JsonElement source) =>
        source.TryGetProperty("problems", out var problems) && problems.GetArrayLength() > 0;

    private static string Said(BufferedCommandResult result) =>
        result.ExitCode == 0 ? "" : $"{(result.StandardError + result.StandardOutput).Trim().Split('\n')[0].Trim()}; ";
}
