using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Services;
using Pipeline.Catalog;
using Pipeline.Foundation.Files;

namespace Pipeline.Adoption.Proposal;

/// <summary>A catalog for a repository, what proves it, and what is to be asked before it is written.</summary>
internal sealed record CatalogProposal
{
    /// <summary>The text of <c>pipeline.yaml</c>; empty where questions come first.</summary>
    public string Text { get; init; } = "";

    /// <summary>The same, read; null where questions come first.</summary>
    public Platform? Platform { get; init; }

    /// <summary>The services.</summary>
    public ImmutableArray<ServiceCandidate> Services { get; init; } = [];

    /// <summary>What looks like a service and is none.</summary>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What a bump would do, for each environment with manifests here and each service.</summary>
    public ImmutableArray<ImageProof> Proofs { get; init; } = [];

    /// <summary>What it leaves out for want of proof, as sentences.</summary>
    public ImmutableArray<string> Lacking { get; init; } = [];

    /// <summary>What a person has to say.</summary>
    public ImmutableArray<Question> Questions { get; init; } = [];

    /// <summary>How it differs from a catalog, by lines; nothing where it does not.</summary>
    public ImmutableArray<string> DifferenceFrom(string catalog) =>
        catalog == Text ? [] : [.. LineDiff.Of(catalog, Text)];
}
