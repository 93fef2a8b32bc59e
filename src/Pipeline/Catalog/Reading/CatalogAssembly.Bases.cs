using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private bool IsOwnBase(string name) => document.Bases?.GetValueOrDefault(name)?.Path is not null;

    private ImmutableArray<BaseImage> Bases() =>
        [
            .. (yaml["bases"] as YamlMap)
                ?.Entries.Select(entry => Base(entry.Key, (YamlMap)entry.Value, document.Bases![entry.Key.Value]))
                .OfType<BaseImage>()
                ?? [],
        ];

    private BaseImage? Base(YamlScalar key, YamlMap map, BaseEntry entry)
    {
        var isOwn = entry.Path is not null;
        if (entry.Image is null && !isOwn)
        {
            report(
                key.Start,
                $"\"{key.Value}\" has no source: set \"image\" to an external image, or \"path\" to the folder that it is built from"
            );
            return null;
        }

        // Keys of the other kind would have no effect.
        foreach (
            var name in isOwn ? (string[])["image", "fallback"] : ["dockerfile", "context", "repository", "dependsOn"]
        )
            if (map.Key(name) is { } other)
                report(
                    other.Start,
                    isOwn
                        ? $"\"{key.Value}\" is built from its \"path\": leave \"{name}\" out"
                        : $"\"{key.Value}\" is an external image: leave \"{name}\" out, or set \"path\" in place of \"image\""
                );
        return isOwn ? OwnBase(key, map, entry) : BaseFromElsewhere(key, map, entry);
    }

    private BaseImage BaseFromElsewhere(YamlScalar key, YamlMap map, BaseEntry entry)
    {
        var fallback = entry.Fallback is { } folder ? Existing(map["fallback"]!, folder, Directory.Exists) : null;
        var mark = map["image"]!.Start;
        if (!entry.Image!.Contains("@sha256:", StringComparison.Ordinal))
            report(mark, "a base image must be pinned: write NAME:TAG@sha256:DIGEST");
        CheckNotLatest(mark, ImageReference.Parse(entry.Image).Tag);
        if (entry.Argument is null)
            report(key.Start, $"\"{key.Value}\" lacks \"argument\", the Dockerfile's ARG for it");
        return new(key.Value, entry.Image, entry.Argument, fallback);
    }

    private BaseImage? OwnBase(YamlScalar key, YamlMap map, BaseEntry entry)
    {
        var name = key.Value;
        if (!Name(key.Start, "a base image's name", name))
            return null;
        // Its steps, logs and results share folders with those of services.
        if (IsService(name))
            report(key.Start, $"\"{name}\" is also the name of a service: rename one");
        CheckRepository(map, "repository", entry.Repository);
        foreach (var item in (map["dependsOn"] as YamlList)?.Items.Cast<YamlScalar>() ?? [])
            if (IsService(item.Value))
                report(
                    item.Start,
                    $"\"{name}\" cannot depend on the service \"{item.Value}\", for services are built on it: name base images and paths"
                );
        var dependencies = Dependencies(name, map, entry.DependsOn, "a base image or a path");
        if (Existing(map["path"]!, entry.Path!, Directory.Exists) is not { } directory)
            return null;

        var path = entry.Path!.TrimEnd('/');
        var dockerfile = entry.Dockerfile is { } file
            ? Existing(map["dockerfile"]!, $"{path}/{file}", File.Exists)
            : Discovery.DockerfileOf(directory);
        var isCheckedOut = IsCheckedOut(directory, dockerfile);
        if (dockerfile is null && entry.Dockerfile is null && isCheckedOut)
            report(map["path"]!.Start, $"there is no Dockerfile in {path}: write one, or name it with \"dockerfile\"");
        var image = entry.Repository ?? $"{document.Platform}/{name}";
        return new(name, image, entry.Argument, Fallback: null)
        {
            Source = new()
            {
                Name = name,
                Directory = directory,
                Path = path,
                IsCheckedOut = isCheckedOut,
                Dockerfile = isCheckedOut ? dockerfile : null,
                Context = entry.Context is { } context
                    ? Existing(map["context"]!, $"{path}/{context}", Directory.Exists) ?? directory
                    : directory,
                Build = BuildOf(null),
                Image = image,
                DependsOn = [.. dependencies.Where(IsOwnBase)],
                SharedPaths = [.. dependencies.Where(dependency => !IsOwnBase(dependency))],
            },
        };
    }

    // The Dockerfiles and "dependsOn" say which base images are used.
    private Platform WithBasesInUse(Platform platform)
    {
        if (!platform.Bases.Any(image => image.Source is not null))
            return platform;

        var users = new BaseUsers(platform, reportIn);
        var known = platform with
        {
            Services = [.. platform.Services.Select(users.WithBases)],
            Bases =
            [
                .. platform.Bases.Select(image =>
                    image.Source is { } source ? image with { Source = users.WithBases(source) } : image
                ),
            ],
        };
        ReportCircle(known);
        return known.Services.All(service => service.Build.Platforms.IsEmpty) ? known : WithPlatformsOfBases(known);
    }

    // A base image is built for every platform that an image on it is built for.
    private Platform WithPlatformsOfBases(Platform platform)
    {
        var users = platform
            .Services.Where(service => !service.Bases.IsEmpty)
            .SelectMany(service => platform.BasesOf(service).Select(image => (image.Name, Service: service)))
            .ToLookup(use => use.Name, use => use.Service);
        return platform with
        {
            Bases =
            [
                .. platform.Bases.Select(image =>
                    image.Source is { } source && users.Contains(image.Name)
                        ? image with
                        {
                            Source = source with
                            {
                                Build = source.Build with
                                {
                                    Platforms = PlatformsOf(image.Name, [.. users[image.Name]]),
                                },
                            },
                        }
                        : image
                ),
            ],
        };
    }

    private ImmutableArray<string> PlatformsOf(string image, ImmutableArray<Service> users)
    {
        ImmutableArray<string> platforms =
        [
            .. users.SelectMany(service => service.Build.Platforms).Distinct().Order(StringComparer.Ordinal),
        ];
        if (users.FirstOrDefault(service => service.Build.Platforms.IsEmpty) is not { } silent)
            return platforms;
        // For the engine's own platform only.
        if (platforms.Length > 1)
            ReportNoPlatforms(silent, image, platforms);
        return [];
    }

    private void ReportNoPlatforms(Service service, string image, ImmutableArray<string> platforms) =>
        report(
            ((YamlMap)yaml["services"]!)
                .Entries.First(entry => ServiceSelection.ShortName(entry.Key.Value) == service.Name)
                .Key.Start,
            $"\"{service.Name}\" names no platforms and is built on \"{image}\", which others need for {string.Join(" and ", platforms)}: name those of \"{service.Name}\" too, with \"build: {{ platforms: […] }}\""
        );

    private void ReportCircle(Platform platform)
    {
        var sources = platform.Bases.Select(image => image.Source).OfType<OwnBase>().ToArray();
        var circle =
            DependencyOrder.FindCircle(sources, source => source.Bases)
            // An image built on itself has no others in its cycle.
            ?? sources
                .Where(source => source.Bases.Contains(source.Name))
                .Select(source => (ImmutableArray<string>?)[source.Name, source.Name])
                .FirstOrDefault();
        if (circle is not [.., var last, var first] names)
            return;

        var entry = (YamlMap)((YamlMap)yaml["bases"]!)[last]!;
        var message =
            $"base images are built on each other in a cycle ({string.Join(" → ", names)}): remove one of these dependencies";
        if (
            (entry["dependsOn"] as YamlList)?.Items.Cast<YamlScalar>().FirstOrDefault(item => item.Value == first) is
            { } named
        )
            report(named.Start, message);
        else
            BaseUsers.ReportUse(platform, sources.First(source => source.Name == last), first, message, reportIn);
    }
}
