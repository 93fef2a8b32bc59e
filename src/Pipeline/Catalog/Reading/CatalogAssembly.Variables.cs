using System.Text.RegularExpressions;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

// Secrets stand in environment variables, and a catalog names these. What looks like a secret itself is not repeated.
internal sealed partial class CatalogAssembly
{
    private void CheckVariable(YamlMap? map, string key, string? variable, string example, string secret)
    {
        if (variable is not null && !IsVariable(variable))
            report(
                map![key]!.Start,
                $"\"{key}\" is the name of an environment variable, such as {example}; {secret} itself never stands in a catalog"
            );
    }

    private void CheckListed(YamlMap? map, string key, string example)
    {
        foreach (var item in (map?[key] as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            if (!IsVariable(item.Value))
                report(
                    item.Start,
                    $"\"{key}\" has names of environment variables, such as {example}; a value itself never stands in a catalog"
                );
    }

    private static bool IsVariable(string name) =>
        VariableName().IsMatch(name) && !Token().IsMatch(name) && !DatadogKey().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();

    // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    [GeneratedRegex(@"^(gh[a-z]_|github_pat_)")]
    private static partial Regex Token();

    // https://docs.datadoghq.com/account_management/api-app-keys/
    [GeneratedRegex(@"^([0-9a-f]{32}|[0-9a-f]{40})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DatadogKey();
}
