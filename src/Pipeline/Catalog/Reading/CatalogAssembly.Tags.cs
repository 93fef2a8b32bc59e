using System.Text.RegularExpressions;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private void CheckRepository(YamlMap? map, string key, string? image)
    {
        if (image is null || ImageReference.Parse(image) is { Tag: null, Digest: null })
            return;

        report(
            map![key]!.Start,
            $"\"{image}\" names one image, not a repository: leave tag and digest out, \"versioning\" sets the tags"
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
