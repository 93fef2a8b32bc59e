using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Signing;

/// <summary>Judges an image's attestations by an environment's policy.</summary>
internal static class ImagePolicy
{
    // The names of the formats.
    private static readonly ImmutableDictionary<string, string> Forms = ImmutableDictionary<string, string>
        .Empty.Add(Statement.CycloneDx, "CycloneDX")
        .Add(Statement.Spdx, "SPDX");

    /// <summary>Judges verified statements.</summary>
    /// <param name="settings">The environment's policy.</param>
    /// <param name="attestations">The verified statements.</param>
    /// <param name="platforms">The platforms of a multi-platform image; else none.</param>
    /// <param name="image">The image.</param>
    /// <param name="service">The service or base image that it has to be of.</param>
    /// <param name="commit">The commit that it has to be built from, in full or abbreviated; null: any.</param>
    /// <returns>What was verified, as a sentence.</returns>
    /// <exception cref="StepFailedException">A statement is missing, or contradicts the policy.</exception>
    public static string Judge(
        SignatureSettings settings,
        IReadOnlyCollection<Attestation> attestations,
        ImmutableArray<Descriptor> platforms,
        ImageReference image,
        string service,
        string? commit
    )
    {
        if (attestations.Count == 0)
            throw new StepFailedException($"nobody signed it whom the policy believes: {Wanted(settings)}");

        var held = new List<string> { $"signed by {attestations.First().Signer}" };
        if (settings.RequiresProvenance)
            held.Add(Provenance(settings, attestations, image, service, commit));
        if (settings.RequiresSbom)
            held.Add(BillsOfMaterials(attestations, platforms));
        return string.Join("; ", held);
    }

    /// <summary>True where two addresses name the same repository.</summary>
    public static bool IsSame(string one, string other) =>
        string.Equals(Bare(one), Bare(other), StringComparison.OrdinalIgnoreCase);

    private static string BillsOfMaterials(IEnumerable<Attestation> attestations, ImmutableArray<Descriptor> platforms)
    {
        var bills = attestations
            .Select(each => each.Statement)
            .Where(statement => Forms.ContainsKey(statement.PredicateType))
            .ToArray();
        if (bills.Length == 0)
            throw new StepFailedException("no bill of materials is attested of it");
        if (platforms.FirstOrDefault(platform => !bills.Any(bill => IsOf(bill, platform))) is { } bare)
            throw new StepFailedException($"no bill of materials is attested of its {bare.Platform} ({bare.Digest})");

        var forms = bills.Select(bill => Forms[bill.PredicateType]).Distinct().Order(StringComparer.Ordinal).ToArray();
        return $"{string.Join(" and ", forms)} {(forms.Length == 1 ? "bill" : "bills")} of materials";

        // A bill without a platform covers the whole image.
        bool IsOf(Statement bill, Descriptor platform) =>
            bill.IsAbout(platform.Digest) || !platforms.Any(each => bill.IsAbout(each.Digest));
    }

    private static string Provenance(
        SignatureSettings settings,
        IReadOnlyCollection<Attestation> attestations,
        ImageReference image,
        string service,
        string? commit
    )
    {
        var statements = attestations.Where(each => each.Statement.PredicateType == Statement.Provenance).ToArray();
        if (statements.Length == 0)
            throw new StepFailedException("it is not attested how it was built");

        var reasons = new List<string>();
        foreach (var each in statements)
        {
            var provenance = Signing.Provenance.Read(each.Statement.Predicate);
            if (
                (Stranger(each.Statement, provenance, image, service) ?? Objection(settings, provenance, commit)) is
                { } objection
            )
                reasons.Add(objection);
            else
                return $"built from {provenance.Repository ?? "an unnamed repository"} at {provenance.Commit![..7]}{(provenance.Workflow is null ? "" : $" by {provenance.Workflow}")}";
        }

        throw new StepFailedException(string.Join("; ", reasons));
    }

    // Signed by the same workflow as this service's, it would pass for it.
    private static string? Stranger(Statement statement, Provenance provenance, ImageReference image, string service) =>
        provenance.Service is { } other && other != service ? $"its provenance is that of {other}, not of {service}"
        : provenance.Service is null && !statement.Subject.Any(subject => subject.IsOf(image.Repository))
            ? $"its provenance names neither {image.Repository} nor {service}"
        : null;

    private static string? Objection(SignatureSettings settings, Provenance provenance, string? commit) =>
        provenance.Commit is not { Length: 40 or 64 } built ? "its provenance names no commit"
        : settings.Source is { } source && (provenance.Repository is null || !IsSame(source, provenance.Repository))
            ? $"it was built from {provenance.Repository ?? "a repository that is not named"}, not from {source}"
        : settings.Workflow is { } workflow && provenance.Workflow != workflow
            ? $"{provenance.Workflow ?? "no workflow"} built it, not {workflow}"
        : commit is not null && !built.StartsWith(commit, StringComparison.Ordinal)
            ? $"it was built from the commit {built}, not from {commit}"
        : null;

    private static string Wanted(SignatureSettings settings) =>
        settings.Identity is { } identity ? $"expected {identity}, vouched for by {settings.Issuer}"
        : settings.Key is { } key ? $"expected the key in {key}"
        : "expected the throw-away key of this workspace";

    private static string Bare(string address)
    {
        var bare = address.TrimEnd('/');
        return bare.EndsWith(".git", StringComparison.Ordinal) ? bare[..^4] : bare;
    }
}
