using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Planning;

namespace Pipeline.Images.Building;

/// <summary>The values that a service's Dockerfile is given for its arguments.</summary>
internal static class BuildArguments
{
    // Known without being declared: https://docs.docker.com/reference/dockerfile/#predefined-args
    private static readonly ImmutableHashSet<string> Predefined =
    [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "FTP_PROXY",
        "ftp_proxy",
        "NO_PROXY",
        "no_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];

    /// <summary>Those of the catalog that the Dockerfile declares, and the base images that it asks for.</summary>
    /// <exception cref="StepFailedException">A base image can neither be pulled nor made.</exception>
    public static async Task<ImmutableDictionary<string, string>> Of(ImageSource source, StepContext step)
    {
        var dockerfile = await File.ReadAllTextAsync(source.Dockerfile!, step.Cancellation);
        // An engine refuses, or warns of, arguments that a Dockerfile does not declare.
        var given = source.Build.Arguments.ToLookup(argument =>
            Predefined.Contains(argument.Key) || BaseImageUse.Declares(dockerfile, argument.Key)
        );
        foreach (var (name, _) in given[false])
            step.Log.Write($"left out: the Dockerfile has no ARG {name}");
        return (await BaseImages.ArgumentsOf(source, await step.Engine(), step)).SetItems(given[true]);
    }
}
