using System.Text.RegularExpressions;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private void CheckRepository(YamlMap? map, string key, string? image)
    {
        if (image is null)
            return;
        var place = map![key]!.Start;
        if (ImageReference.Parse(image) is not { Tag: null, Digest: null })
            report(
                place,
                $"\"{image}\" names one image, not a repository: leave tag and digest out, \"versioning\" sets the tags"
            );
        else
            CheckRepository(place, image, key);
    }

    private void CheckRepository(Mark place, string repository, string key)
    {
        if (repository.Any(char.IsAsciiLetterUpper))
            report(
                place,
                $"\"{repository}\" has upper-case letters, which no repository of a registry has: set \"{key}\" to {repository.ToLowerInvariant()}"
            );
        else if (!RepositoryName.IsValid(repository))
            report(
                place,
                $"\"{repository}\" is not a repository of a registry: set \"{key}\" to lower-case letters and digits, with \".\", \"_\", \"__\" or dashes between them, and slashes between names"
            );
    }

    private void CheckMovingTag(Mark mark, string tag)
    {
        CheckNotLatest(mark, tag);
        if (!Tag().IsMatch(tag))
            report(mark, $"\"{tag}\" cannot be a tag: use up to 128 letters, digits, dots, dashes and underscores");
        else if (NumberOrCommit().IsMatch(tag))
            report(mark, $"\"{tag}\" reads like a version or a commit, which never move: name the environment instead");
    }

    private void CheckNotLatest(Mark mark, string? tag)
    {
        if (string.Equals(tag, "latest", StringComparison.OrdinalIgnoreCase))
            report(mark, "\"latest\" does not identify an image: give a version, or an environment's name");
    }

    // https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^([0-9a-f]{7,40}|v?[0-9]+\.[0-9]+\.[0-9]+.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberOrCommit();
}
