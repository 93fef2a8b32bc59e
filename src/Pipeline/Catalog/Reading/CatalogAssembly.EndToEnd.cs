using Nuke.Common.IO;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // Where the platform's suite is unless it says so.
    private const string SuiteFolder = "end-to-end";

    private const int MostRetries = 5;

    private EndToEndSuite? PlatformSuite() =>
        Suite(yaml, document.EndToEnd, document.Platform, SuiteFolder, [.. document.PassEnv ?? []]);

    private EndToEndSuite? Suite(
        YamlMap? owner,
        EndToEndEntry? entry,
        string name,
        string folder,
        ImmutableArray<string> passEnv
    )
    {
        if (owner?["endToEnd"] is not YamlMap map || entry is null)
            return null;

        CheckCommand(map, entry.Command);
        CheckPattern(map["results"]);
        foreach (var pattern in (map["artifacts"] as YamlList)?.Items ?? [])
            CheckPattern(pattern);
        CheckListed(map, "passEnv", "TEST_ACCOUNT");
        CheckTimeout(map, entry.Timeout);
        if (entry.Retries is < 0 or > MostRetries)
            report(map["retries"]!.Start, $"\"retries\" is a number from 0 to {MostRetries}, not {entry.Retries}");
        var defaults = new EndToEndSuite(name, FolderOf(map, entry.Path ?? folder), [.. entry.Command], entry.Results);
        return defaults with
        {
            Artifacts = [.. entry.Artifacts ?? []],
            Timeout = Minutes(entry.Timeout) ?? defaults.Timeout,
            Retries = entry.Retries ?? 0,
            PassEnv = [.. passEnv.Union(entry.PassEnv ?? [])],
        };
    }

    private void CheckCommand(YamlMap map, string[] command)
    {
        if (command is [] or [null or "", ..])
            report(map["command"]!.Start, "\"command\" is empty: name the program, such as [pytest, -q]");
    }

    // What a program writes elsewhere is not its own.
    private void CheckPattern(YamlNode? pattern)
    {
        if (pattern is YamlScalar { Value: var text } && (Path.IsPathRooted(text) || text.Split('/').Contains("..")))
            report(pattern.Start, $"\"{text}\" leads out of the folder: give a pattern relative to it");
    }

    private AbsolutePath FolderOf(YamlMap map, string path) =>
        Existing(map["path"] ?? map, path, Directory.Exists) ?? root / path;

    private EnvironmentAddresses? Addresses(YamlMap? map, AddressesEntry? entry)
    {
        if (map is null || entry is null)
            return null;

        var services = ImmutableSortedDictionary.CreateBuilder<string, Uri>(StringComparer.Ordinal);
        foreach (var (key, value) in (map["services"] as YamlMap)?.Entries ?? [])
        {
            if (!IsService(key.Value))
                report(key.Start, $"there is no service \"{key.Value}\": {Spelling.Suggest(key.Value, names)}");
            if (Address(value as YamlScalar) is { } address)
                services[ServiceSelection.ShortName(key.Value)] = address;
        }

        var common = Address(map["base"] as YamlScalar);
        if (map["base"] is null && services.Count == 0)
            report(map.Start, "\"addresses\" says nothing: name \"base\", or \"services\"");
        return new(common, services.ToImmutable());
    }

    private Uri? Address(YamlScalar? text)
    {
        if (text is null)
            return null;
        if (
            Uri.TryCreate(text.Value, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address is { UserInfo: "", Query: "", Fragment: "" }
        )
            return address;

        report(text.Start, "this is no address: write https://HOST or https://HOST/PATH, without a user or a query");
        return null;
    }
}
