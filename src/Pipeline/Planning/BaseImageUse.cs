using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>Tells which base images of the catalog a Dockerfile takes as an argument.</summary>
public static class BaseImageUse
{
    /// <summary>The base images that a service is built on; none where it has no Dockerfile.</summary>
    public static IEnumerable<BaseImage> Of(Platform platform, Service service)
    {
        if (service.Dockerfile is null)
            return [];

        var text = File.ReadAllText(service.Dockerfile);
        return platform.Bases.Where(image => Declares(text, image.Argument));
    }

    // One ARG may declare several: https://docs.docker.com/reference/dockerfile/#arg
    private static bool Declares(string dockerfile, string argument) =>
        Regex.IsMatch(
            dockerfile,
            $@"^[ \t]*ARG[ \t](.*[ \t])?{Regex.Escape(argument)}([ \t=\r]|$)",
            RegexOptions.Multiline | RegexOptions.IgnoreCase,
            Regex.InfiniteMatchTimeout
        );
}
