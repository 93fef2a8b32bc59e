using Nuke.Common.IO;
using Pipeline.Foundation;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>Finds the platform's own base images that an image is built on.</summary>
internal sealed class BaseUsers(Platform platform, Action<AbsolutePath, Mark, string> report)
{
    private readonly OwnBaseNames names = new(platform);

    /// <summary>
    /// The service or base image with the base images that its Dockerfile or its <c>dependsOn</c> names.
    /// </summary>
    public T WithBases<T>(T source)
        where T : ImageSource
    {
        var found = source.DependsOn.Where(name => names.Contains(name) && name != source.Name).ToList();
        ImmutableArray<string> unread = [];
        if (source.Dockerfile is { } file)
        {
            var text = File.ReadAllText(file);
            // Who says what it is built on need not be warned.
            if (found.Count == 0)
                unread =
                [
                    .. names
                        .ImagesIn(text, source)
                        .Where(use => use.Image is null)
                        .Select(use => Unread(source, text, use)),
                ];
            foreach (var use in names.UsesIn(text, source))
                if (use.Base is { } image)
                    found.Add(image.Name);
                else if (use.IsUnknown)
                    report(
                        file,
                        MarkOf(text, use.At),
                        $"\"{use.Image}\" is not one of the platform's own base images, and an external one must be pinned by digest or lie in another registry: {Spelling.Suggest(use.Repository, names.Repositories)}"
                    );
        }

        return found.Count == 0 && unread.IsEmpty
            ? source
            : source with
            {
                Bases = [.. found.Distinct()],
                UnreadImages = unread,
            };
    }

    /// <summary>Reports a problem at the reference in a Dockerfile.</summary>
    public static void ReportUse(
        Platform platform,
        ImageSource user,
        string image,
        string message,
        Action<AbsolutePath, Mark, string> report
    )
    {
        var text = File.ReadAllText(user.Dockerfile!);
        var use = new OwnBaseNames(platform).UsesIn(text, user).First(use => use.Base?.Name == image);
        report(user.Dockerfile!, MarkOf(text, use.At), message);
    }

    private string Unread(ImageSource source, string text, ImageUse use)
    {
        var (line, column) = Dockerfile.PlaceOf(text, use.At);
        var file = Path.GetRelativePath(platform.Root, source.Dockerfile!).Replace('\\', '/');
        return $"{file}:{line}:{column}: which image {use.Written} names is not known before the build: if it is one of the platform's own, name it in \"dependsOn\" of {source.Name}";
    }

    private static Mark MarkOf(string text, int at)
    {
        var (line, column) = Dockerfile.PlaceOf(text, at);
        return new(at, line, column);
    }
}
