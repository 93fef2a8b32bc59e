using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private SignatureSettings? Signatures(YamlMap? map, SignaturesEntry? entry, bool isLocal)
    {
        if (map is null || entry is null)
            // A tool for bills of materials may be missing; those that exist are signed.
            return isLocal
                ? new()
                {
                    IsRequired = false,
                    RequiresSbom = false,
                    Source = document.Source,
                }
                : null;

        CheckSigner(map, entry, isLocal);
        var settings = new SignatureSettings();
        return settings with
        {
            IsRequired = entry.Required ?? true,
            Key = entry.Key is { } key ? TrustFile(map["key"]!, key, "public key") : null,
            KeyVariable = entry.KeyVariable,
            Identity = entry.Identity,
            Issuer = entry.Issuer ?? settings.Issuer,
            TrustedRoot = entry.TrustedRoot is { } root ? TrustFile(map["trustedRoot"]!, root, "trusted root") : null,
            Source = entry.Source ?? document.Source,
            Workflow = entry.Workflow,
            RequiresProvenance = entry.Provenance ?? true,
            RequiresSbom = entry.Sbom ?? true,
        };
    }

    private void CheckSigner(YamlMap map, SignaturesEntry entry, bool isLocal)
    {
        if (entry.Key is not null && entry.Identity is not null)
            report(
                map["identity"]!.Start,
                "\"identity\" and \"key\" exclude each other: \"identity\" is for keyless signatures"
            );
        if (entry.KeyVariable is not null && entry.Key is null)
            report(
                map["keyVariable"]!.Start,
                "\"keyVariable\" names the private key, but \"key\", the file of the public one, is missing"
            );
        if (entry.Key is null && entry.Identity is null && !isLocal)
            report(
                map.Start,
                "\"signatures\" names no signer: set \"identity\" to the workflow that signs, or \"key\" to the file of a public key"
            );
        // A pattern without a fixed beginning would trust everyone.
        if (entry.Identity is { } identity && identity.Split('*')[0].Length < "https://a/".Length)
            report(
                map["identity"]!.Start,
                $"\"{identity}\" would trust nearly everyone: write https://github.com/OWNER/NAME/.github/workflows/FILE@REF, with * for a part of it"
            );
        CheckVariable(map, "keyVariable", entry.KeyVariable, "SIGNING_KEY", "a key");
    }
}
