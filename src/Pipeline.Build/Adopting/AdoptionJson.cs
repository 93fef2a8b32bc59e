using System.Text.Json;
using Pipeline.Build.Reporting;

namespace Pipeline.Build.Adopting;

/// <summary>Writes the plan of an adoption for programs.</summary>
internal static class AdoptionJson
{
    /// <summary>Writes it.</summary>
    public static void Write(AdoptionPlan plan, TextWriter output) =>
        output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    Services = plan.Proposal.Services.Select(service => new
                    {
                        service.Name,
                        service.Path,
                        Language = service.Language?.Name,
                        service.Dockerfile,
                        service.Project,
                        service.Context,
                        Source = service.Source.Place,
                    }),
                    plan.Proposal.LeftOut,
                    Catalog = plan.Proposal.Text,
                    plan.Difference,
                    Files = plan.Files.Select(file => file.Path),
                    plan.Replaced,
                    plan.Notes,
                    plan.Proposal.Questions,
                    Proof = plan.Proposal.Platform is null || !plan.Proposal.Questions.IsEmpty ? [] : ProofRow.Of(plan),
                    Findings = plan.Review.Length,
                },
                OutputJson.Indented
            )
        );
}
