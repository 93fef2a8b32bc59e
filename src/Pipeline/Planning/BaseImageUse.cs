using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>Finds the base images that a Dockerfile takes as an argument.</summary>
internal static class BaseImageUse
{
    /// <summary>The base images that a Dockerfile takes as an argument; none where there is no Dockerfile.</summary>
    public static IEnumerable<BaseImage> Of(Platform platform, ImageSource source)
    {
        if (source.Dockerfile is null)
            return [];

        var text = File.ReadAllText(source.Dockerfile);
        return platform.Bases.Where(image => image.Argument is { } argument && Declares(text, argument));
    }

    /// <summary>
    /// The sources of an own base image, without those of the bases it is built on: paths, absolute or relative to the
    /// catalog's folder.
    /// </summary>
    internal static IEnumerable<string> SourcesOf(OwnBase image)
    {
        yield return image.Path;
        yield return image.Context;
        if (image.Dockerfile is not null)
            yield return image.Dockerfile;
        foreach (var path in image.SharedPaths)
            yield return path;
    }

    /// <summary>True where the text of a Dockerfile declares an argument.</summary>
    /// <remarks>One ARG may declare several: https://docs.docker.com/reference/dockerfile/#arg</remarks>
    internal static bool Declares(string dockerfile, string argument) =>
        Regex.IsMatch(
            dockerfile,
            $@"^[ \t]*ARG[ \t](.*[ \t])?{Regex.Escape(argument)}([ \t=\r]|$)",
            RegexOptions.Multiline | RegexOptions.IgnoreCase,
            Regex.InfiniteMatchTimeout
        );
}
