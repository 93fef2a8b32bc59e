using Nuke.Common.IO;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>Turns a well-formed document into a platform, and reports what does not match the repository.</summary>
internal sealed partial class CatalogAssembly(
    AbsolutePath root,
    AbsolutePath artifacts,
    ImmutableArray<Language> languages,
    YamlMap yaml,
    PlatformDocument document,
    Action<Mark, string> report,
    Action<AbsolutePath, Mark, string> reportIn
)
{
    private readonly AbsolutePath repository = RepositoryOf(root);

    private readonly HashSet<string> names = [.. document.Services.Keys.Select(ServiceSelection.ShortName)];

    private LeftOutFiles LeftOut => field ??= new(repository);

    private FolderListing Folders => field ??= new(root, LeftOut);

    private string ManifestsPath =>
        field ??= Discovery.ManifestRoots.FirstOrDefault(Folders.Has) ?? Discovery.ManifestRoots[0];

    public Platform Assemble()
    {
        Name(yaml["platform"]!.Start, "the platform's name", document.Platform);
        CheckBranch(yaml, "branch", document.Branch);
        CheckBuild(yaml["build"] as YamlMap, document.Build);
        CheckListed(yaml, "passEnv", "NPM_TOKEN");
        CheckNetwork(yaml);
        CheckObjectives(yaml, document.Slo, isShared: true);
        var services = Services();
        CheckVersions(services);
        var policy = Policy();
        var environments = WithMovingTags(Environments());
        CheckMeasured(services, environments);
        return WithBasesInUse(
            new()
            {
                Name = document.Platform,
                Root = root,
                Source = document.Source,
                Branch = document.Branch,
                CommitBodies = document.CommitBodies ?? true,
                CodeScanning = document.Github?.CodeScanning ?? false,
                Services = services,
                Bases = Bases(),
                EndToEnd = PlatformSuite(),
                Load = Load(),
                Environments = [.. environments.Select(environment => WithPolicy(environment, policy))],
                Policy = policy,
            }
        );
    }

    private ImmutableArray<Service> Services()
    {
        var entries = (YamlMap)yaml["services"]!;
        if (entries.Entries.Count == 0)
            report(entries.Start, "\"services\" is empty: name at least one service");

        var services = ImmutableArray.CreateBuilder<Service>();
        var taken = new HashSet<string>();
        foreach (var (key, value) in entries.Entries)
        {
            var name = ServiceSelection.ShortName(key.Value);
            var entry = document.Services[key.Value] ?? new();
            var objectives = Objectives(value as YamlMap, entry);
            if (!Name(key.Start, "a service's name", key.Value))
                continue;
            if (!taken.Add(name))
                report(key.Start, $"\"{key.Value}\" and the service \"{name}\" above have the same name: rename one");
            else if (Service(name, key, value as YamlMap, entry) is { } service)
                services.Add(
                    service with
                    {
                        Objectives = objectives,
                        EndToEnd = Suite(value as YamlMap, entry.EndToEnd, name, service.Path, service.PassEnv),
                    }
                );
        }

        DependencyCycle.Report(services, entries, report);
        return services.ToImmutable();
    }

    private Service? Service(string name, YamlScalar key, YamlMap? map, ServiceEntry entry)
    {
        // Where the folder is wrong, the other keys are checked all the same.
        var folder = SourceFolder(name, key, map, entry);
        var path = folder ?? "";
        var directory = root / path;
        var dockerfile =
            folder is not null && entry.Dockerfile is { } file
                ? Existing(map!["dockerfile"]!, $"{path}/{file}", File.Exists)
                : Discovery.DockerfileOf(directory);
        // Of a thousand services, to ask the disk for each takes a moment.
        var isCheckedOut = LeftOut.IsEmpty || IsCheckedOut(directory, dockerfile);
        if (LanguageOf(entry, directory) is not { } language)
        {
            language = Language.Custom;
            if (entry.Commands?.Compile is null && folder is not null && isCheckedOut)
                report(
                    key.Start,
                    $"the language of \"{name}\" in {path} is unknown: set \"language\", or \"commands\""
                );
        }

        CheckRepository(map, "image", entry.Image);
        CheckBuild(map?["build"] as YamlMap, entry.Build);
        var found = ManifestsOf(name);
        var areManifestsKnown = CheckManifests(name, map, entry.Manifests);
        var dependencies = Dependencies(name, map, entry.DependsOn, "a service, a base image or a path");
        var service = new Service
        {
            Name = name,
            Directory = directory,
            Path = path,
            IsCheckedOut = isCheckedOut,
            Language = language,
            Commands = CommandsOf(entry.Commands ?? new()),
            Dockerfile = isCheckedOut ? dockerfile : null,
            Context =
                folder is not null && entry.Context is { } context
                    ? Existing(map!["context"]!, $"{path}/{context}", Directory.Exists) ?? directory
                    : directory,
            Build = BuildOf(entry.Build),
            Image = ImageOf(name, key, entry, areManifestsKnown ? entry.Manifests : null, found),
            DependsOn =
            [
                .. dependencies.Where(IsService).Select(ServiceSelection.ShortName),
                .. dependencies.Where(IsOwnBase),
            ],
            SharedPaths = [.. dependencies.Where(dependency => !IsService(dependency) && !IsOwnBase(dependency))],
            Manifests = entry.Manifests ?? found,
            Container = entry.Container,
            ImageField = entry.ImageField,
            Ssh = map?["ssh"] is YamlMap program ? Program(program, entry.Ssh!) : null,
            Coverage = Percentage(map, entry.Coverage),
            Untested = Untested(map?["untested"] as YamlMap, entry.Untested),
            TestDependencies = TestDependencies(map?["testDependencies"] as YamlMap, entry),
            PassEnv = PassEnv(map, entry),
            Network = Network(map, entry),
            Versions = Versions(map, entry, language),
            Versioning = entry.Versioning ?? document.Versioning ?? Versioning.Sha,
        };
        return folder is null ? null : WithProjects(service, map);
    }

    private static ServiceCommands CommandsOf(CommandsEntry entry) =>
        new()
        {
            Compile = [.. entry.Compile ?? []],
            Test = [.. entry.Test ?? []],
            Lint = [.. entry.Lint ?? []],
        };

    private string ImageOf(string name, YamlScalar key, ServiceEntry entry, string? manifests, string? found)
    {
        if (entry.Image is { } stated)
            return stated;

        var image =
            RepositoryOf(name, manifests ?? found)
            ?? $"{document.Platform}/{ImageFolder(name, manifests) ?? found?.Split('/')[^1] ?? name}";
        CheckRepository(key.Start, image, "image");
        return image;
    }

    // The schema lets no other name through.
    private Language? LanguageOf(ServiceEntry entry, AbsolutePath directory) =>
        entry.Language is { } name
            ? languages.Prepend(Language.Custom).First(language => language.IsCalled(name))
            : Discovery.LanguageOf(directory, languages);

    private bool IsCheckedOut(AbsolutePath directory, AbsolutePath? dockerfile) =>
        Directory.Exists(directory)
        && !LeftOut.IsInSubmodule(directory)
        && (dockerfile is null || File.Exists(dockerfile));

    private string? SourceFolder(string name, YamlScalar key, YamlMap? map, ServiceEntry entry)
    {
        if (entry.Path is { } path)
            return Existing(map!["path"]!, path, Directory.Exists) is null ? null : path.TrimEnd('/');

        if (Discovery.SourceFolders(name).FirstOrDefault(Folders.Has) is { } found)
            return found;

        report(
            key.Start,
            $"no folder was found for \"{name}\" (looked for {string.Join(", ", Discovery.SourceFolders(name))}): set \"path\""
        );
        return null;
    }

    private string[] Dependencies(string name, YamlMap? map, string[]? dependsOn, string expected)
    {
        if (map?["dependsOn"] is not YamlList list)
            return [];

        foreach (var item in list.Items.Cast<YamlScalar>())
        {
            if (ServiceSelection.ShortName(item.Value) == name)
                report(item.Start, $"\"{name}\" cannot depend on itself");
            else if (!IsService(item.Value) && !IsOwnBase(item.Value))
                _ = Existing(item, item.Value, path => Directory.Exists(path) || File.Exists(path), expected);
        }

        return dependsOn ?? [];
    }

    // The folder named after the service, in a path to a file or to a folder for each environment.
    private static string? ImageFolder(string name, string? manifests) =>
        manifests is null or "." ? null
        : manifests.Contains('{', StringComparison.Ordinal) || Path.HasExtension(manifests)
            ? manifests.Split('/').FirstOrDefault(Discovery.ManifestFolders(name).Contains)
        : manifests;

    private bool IsService(string name) => names.Contains(ServiceSelection.ShortName(name));

    private AbsolutePath? Existing(YamlNode node, string path, Func<string, bool> exists, string what = "a path")
    {
        AbsolutePath full = Path.GetFullPath(path, root);
        if (Path.IsPathRooted(path) || !Contains(repository, full) || !Contains(Resolve(repository), Resolve(full)))
            report(node.Start, $"\"{path}\" lies outside the repository: give {what} within {repository}");
        else if (!exists(full) && !LeftOut.Has(full))
            report(node.Start, $"\"{path}\" does not exist: give {what} relative to {root}");
        else
            return full;
        return null;
    }

    // Names end up in image references, file names and command lines, so they are DNS labels (RFC 1123).
    private bool Name(Mark mark, string what, string name)
    {
        var valid =
            name.Length is > 0 and <= 63
            && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            && name[0] != '-'
            && name[^1] != '-';
        if (!valid)
            report(mark, $"\"{name}\" cannot be {what}: use up to 63 lower-case letters, digits and inner dashes");
        return valid;
    }

    private double? Percentage(YamlMap? map, double? value)
    {
        if (value is < 0 or > 100)
            report(map!["coverage"]!.Start, $"\"coverage\" is a percentage from 0 to 100, not {value}");
        return value;
    }

    // A link counts as its target, and so does everything below it.
    private static string Resolve(AbsolutePath path) =>
        path.Parent is not { } parent || !Path.Exists(path)
            ? path
            : new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName
                ?? Path.Combine(Resolve(parent), path.Name);

    private static bool Contains(AbsolutePath folder, string path) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static AbsolutePath RepositoryOf(AbsolutePath start)
    {
        for (var folder = start; folder is not null; folder = folder.Parent)
            if (Path.Exists(folder / ".git"))
                return folder;
        return start;
    }
}
