using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Planning;

namespace Pipeline.Images.Building;

/// <summary>The build arguments (<c>--build-arg</c>) of an image.</summary>
internal static class BuildArguments
{
    // Allowed without an ARG: https://docs.docker.com/reference/dockerfile/#predefined-args
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

    /// <summary>
    /// The catalog's arguments that the Dockerfile declares, and the base images that it takes as arguments.
    /// </summary>
    /// <exception cref="StepFailedException">A base image can neither be pulled nor built.</exception>
    public static async Task<ImmutableDictionary<string, string>> Of(ImageSource source, StepContext step)
    {
        var dockerfile = await File.ReadAllTextAsync(source.Dockerfile!, step.Cancellation);
        // Engines refuse, or warn about, arguments that a Dockerfile does not declare.
        var given = source.Build.Arguments.ToLookup(argument =>
            Predefined.Contains(argument.Key) || BaseImageUse.Declares(dockerfile, argument.Key)
        );
        foreach (var (name, _) in given[false])
            step.Log.Write($"left out: the Dockerfile has no ARG {name}");
        return (await PreparedBases.ArgumentsOf(source, await step.Engine(), step)).SetItems(given[true]);
    }
}
