using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Services;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;

namespace Pipeline.Build.Adopting;

/// <summary>What an adoption has proved of a service, each a tick or what is missing.</summary>
internal sealed record ProofRow(
    string Service,
    ProofCell Source,
    ProofCell Tests,
    ProofCell Image,
    ProofCell Manifest,
    ProofCell Workflow
)
{
    /// <summary>The rows of a plan, in the order of its services.</summary>
    public static ImmutableArray<ProofRow> Of(AdoptionPlan plan)
    {
        var (services, proofs) = (
            plan.Proposal.Platform!.Services.ToDictionary(service => service.Name),
            plan.Proposal.Proofs.ToLookup(proof => proof.Service.Name)
        );
        return
        [
            .. plan.Proposal.Services.Select(service =>
                Of(plan, service, services[service.Name], [.. proofs[service.Name]])
            ),
        ];
    }

    private static ProofRow Of(AdoptionPlan plan, ServiceCandidate service, Service own, ImageProof[] proofs) =>
        new(
            service.Name,
            service.Language is not null
                ? new(true, $"{own.Path} ({own.Language})")
                : new(false, $"{own.Path}: no known language"),
            service.Test is { } test ? new(true, test) : new(false, "none found"),
            ImageOf(plan, service),
            ManifestOf(proofs),
            WorkflowOf(plan)
        );

    // What compilers write there is no file of the repository.
    private static readonly ImmutableArray<string> Outputs =
    [
        "bin",
        "build",
        "dist",
        "obj",
        "out",
        "publish",
        "target",
    ];

    private static ProofCell ImageOf(AdoptionPlan plan, ServiceCandidate service)
    {
        if (service.Dockerfile is not { } dockerfile)
            return new(true, $"{service.Project}, by dotnet publish");

        var tree = plan.Repository.Tree;
        var missing = CopiedFile
            .In(tree.Text(dockerfile) ?? "")
            .FirstOrDefault(file => !file.IsIn(tree, service.Context) && !file.Path.Split('/').Any(Outputs.Contains));
        return missing is null
            ? new(true, dockerfile)
            : new(false, $"{dockerfile}:{missing.Line} copies {missing.Path}, which the repository does not have");
    }

    private static ProofCell ManifestOf(ImageProof[] proofs) =>
        proofs.FirstOrDefault(proof => proof.Refusal is not null) is { } refused
            ? new(false, $"{refused.Environment.Name}: {refused.Refusal}")
        : proofs.Length == 0 ? new(false, "none in this repository")
        : proofs.SelectMany(proof => proof.Images).Select(image => image.Place).Distinct().ToArray()
            is [var first, .. var more]
            ? new(true, more.Length == 0 ? first : $"{first} and {more.Length} more")
        : new(false, "none");

    private static ProofCell WorkflowOf(AdoptionPlan plan)
    {
        string[] names =
        [
            .. plan
                .Workflows.Where(workflow =>
                    workflow.Triggers.Any(trigger => trigger.Value is "push" or "pull_request")
                )
                .Select(workflow => workflow.Name),
        ];
        return names.Length == 0 ? new(false, "none") : new(true, string.Join(", ", names));
    }
}
