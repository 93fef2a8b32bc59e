using Pipeline.Adoption.Proposal;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Foundation;

namespace Pipeline.Build.Adopting;

/// <summary>Writes the plan of an adoption as text.</summary>
internal static class AdoptionText
{
    /// <summary>Writes what was found, what would be written and what proves it; or what is to be asked.</summary>
    public static void Write(AdoptionPlan plan, TextWriter output)
    {
        Part("left out", plan.Proposal.LeftOut.Select(each => $"{each.Path}: {each.Reason}"));
        Part(
            "pipeline.yaml",
            plan.Difference.IsEmpty && plan.Proposal.Text.TrimEnd() is { Length: > 0 } text ? text.Split('\n') : []
        );
        Part("pipeline.yaml is there and stays as it is; the proposal differs", plan.Difference);
        Part(
            "jobs that people wrote",
            plan.Replaced.Select(job =>
                $"{job.Place} {job.Name}: {(job.By.IsEmpty ? "stays, no job of Pipeline does its work" : $"replaced by {string.Join(", ", job.By)}")}"
            )
        );
        Part("left to do", plan.Notes);
        if (!plan.Review.IsEmpty)
            Part(
                "review",
                [
                    $"findings in workflows, Dockerfiles and manifests: {plan.Review.Length}, high or worse: {plan.Review.Count(finding => finding.Severity >= Catalog.Severity.High)}; the target Review shows them, and looks for keys in all files",
                ]
            );
        if (plan.Proposal.Platform is not null && plan.Proposal.Questions.IsEmpty)
            WriteProof(plan, output);
        foreach (var question in plan.Proposal.Questions)
            WriteQuestion(question, output);

        void Part(string title, IEnumerable<string> lines)
        {
            string[] all = [.. lines];
            if (all.Length == 0)
                return;
            output.WriteLine(title);
            foreach (var line in all)
                output.WriteLine($"  {MessageText.Line(line)}".TrimEnd());
            output.WriteLine();
        }
    }

    private static void WriteProof(AdoptionPlan plan, TextWriter output)
    {
        TextTable.Write(
            output,
            ["service", "source", "tests", "image", "manifest", "workflow"],
            ProofRow
                .Of(plan)
                .Select(row =>
                    new[]
                    {
                        row.Service,
                        $"{row.Source}",
                        $"{row.Tests}",
                        $"{row.Image}",
                        Short(row.Manifest),
                        $"{row.Workflow}",
                    }
                )
                .Select(cells => Array.ConvertAll(cells, MessageText.Line))
        );
        foreach (var row in ProofRow.Of(plan).Where(row => !row.Manifest.Holds))
            output.WriteLine(MessageText.Line($"! {row.Service}: {row.Manifest.Text}"));
    }

    // A sentence is too long for a table.
    private static string Short(ProofCell cell) => cell.Holds ? $"{cell}" : "✘";

    private static void WriteQuestion(Question question, TextWriter output)
    {
        output.WriteLine(MessageText.Line($"? {question.Text}"));
        foreach (var candidate in question.Candidates)
            output.WriteLine(MessageText.Line($"    {candidate.Value}: {candidate.Reason}"));
        output.WriteLine(MessageText.Line($"  answer it by {question.Parameter}"));
    }
}
