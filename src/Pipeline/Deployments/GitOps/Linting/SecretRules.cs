using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>Finds plain secrets in the repository. Messages never repeat a value.</summary>
internal static partial class SecretRules
{
    /// <summary>The findings in an object.</summary>
    public static IEnumerable<Finding> Check(ManifestObject manifest)
    {
        // SOPS leaves the kind as it is, and encrypts the values.
        if (manifest is not { Kind: "Secret", ApiVersion: "v1" } || manifest.Map["sops"] is not null)
            yield break;

        foreach (var part in new[] { "data", "stringData" })
        foreach (var (key, value) in (manifest.Map[part] as ManifestMap)?.Entries ?? [])
            if (value is ManifestScalar { Value.Length: > 0 } scalar && !Placeholder().IsMatch(scalar.Value))
                yield return manifest.Finding(
                    "secret-in-git",
                    Severity.High,
                    key,
                    $"the value of \"{key?.Value}\" in the Secret {manifest.Name} is readable in Git (base64 is not encryption): rotate it, and use an ExternalSecret or a SealedSecret"
                );
    }

    // Placeholders that are filled in on the way to the cluster: <path:…>, ${NAME}.
    [GeneratedRegex(@"^(<[^>]+>|\$\{?[A-Za-z_][A-Za-z0-9_]*\}?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
