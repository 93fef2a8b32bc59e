using Nuke.Common.IO;
using Pipeline.Foundation;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>Finds out which of the platform's own base images an image is built on.</summary>
internal sealed class BaseUsers(Platform platform, Action<AbsolutePath, Mark, string> report)
{
    private readonly OwnBaseNames names = new(platform);

    /// <summary>The service or base image with the base images that its Dockerfile or its <c>dependsOn</c> names.</summary>
    public T WithBases<T>(T source)
        where T : ImageSource
    {
        var found = source.DependsOn.Where(name => names.Contains(name) && name != source.Name).ToList();
        if (source.Dockerfile is { } file)
        {
            var text = File.ReadAllText(file);
            foreach (var use in names.UsesIn(text))
                if (use.Base is { } image)
                    found.Add(image.Name);
                else if (use.IsUnknown)
                    report(
                        file,
                        MarkOf(text, use.At),
                        $"\"{use.Image}\" is none of the platform's own base images, and one from elsewhere is pinned by its digest or lies in a registry that is no environment's: {Spelling.Suggest(use.Repository, names.Repositories)}"
                    );
        }

        return found.Count == 0 ? source : source with { Bases = [.. found.Distinct()] };
    }

    /// <summary>Reports a problem where a Dockerfile names a base image.</summary>
    public static void ReportUse(
        Platform platform,
        ImageSource user,
        string image,
        string message,
        Action<AbsolutePath, Mark, string> report
    )
    {
        var text = File.ReadAllText(user.Dockerfile!);
        var use = new OwnBaseNames(platform).UsesIn(text).First(use => use.Base?.Name == image);
        report(user.Dockerfile!, MarkOf(text, use.At), message);
    }

    private static Mark MarkOf(string text, int at)
    {
        var (line, column) = Dockerfile.PlaceOf(text, at);
        return new(at, line, column);
    }
}
