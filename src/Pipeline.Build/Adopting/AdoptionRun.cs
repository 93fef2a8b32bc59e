using Nuke.Common.IO;
using Pipeline.Adoption;
using Pipeline.Adoption.Trees;
using Pipeline.Build.Reporting;
using Pipeline.Catalog;
using Pipeline.Quality;
using Pipeline.Tools;
using Pipeline.Tools.Locked;

namespace Pipeline.Build.Adopting;

/// <summary>The target <c>Adopt</c>: plans, asks, and writes.</summary>
/// <param name="adoption">Plans.</param>
/// <param name="format">How it is shown.</param>
/// <param name="output">Takes what is shown.</param>
internal sealed class AdoptionRun(RepositoryAdoption adoption, OutputFormat format, TextWriter output)
{
    /// <summary>True where a person can answer.</summary>
    public bool Asks { get; init; }

    /// <summary>True to ask before writing.</summary>
    public bool Confirms { get; init; }

    /// <summary>True to write nothing.</summary>
    public bool IsDry { get; init; }

    /// <summary>Adopts.</summary>
    /// <param name="answers">What is answered already, each as <c>KEY=VALUE</c>.</param>
    /// <exception cref="AdoptionException">Questions are left, or a file cannot be written.</exception>
    public async Task Run(ImmutableArray<string> answers)
    {
        var plan = await adoption.Plan(answers);
        while (
            Asks
            && plan.Proposal.Questions is { IsEmpty: false } open
            && open.All(question => !question.Candidates.IsEmpty)
        )
        {
            answers = [.. answers, .. AdoptionPrompt.Ask(open)];
            plan = await adoption.Plan(answers);
        }

        Show(plan);
        if (!plan.Proposal.Questions.IsEmpty)
            throw new AdoptionException(
                $"{(plan.Proposal.Questions.Length == 1 ? "a question is" : $"{plan.Proposal.Questions.Length} questions are")} open, so nothing was written: add {string.Join(" ", plan.Proposal.Questions.Select(question => question.Parameter))}, or with other answers"
            );
        if (Refusal(plan) is { } refusal)
            throw new AdoptionException(refusal);
        if (IsDry || plan.Files.IsEmpty || (Asks && Confirms && !AdoptionPrompt.Confirm(plan.Files.Length)))
            return;

        using (var interruption = new Interruption())
            FileSet.Write(plan.Repository.Tree.Root, plan.Files, interruption.Token);
        if (format == OutputFormat.Text)
            await ShowMachine(plan.Repository.Tree.Root, plan.Proposal.Platform!);
    }

    // What Doctor would object to, before the first delivery does.
    private async Task ShowMachine(AbsolutePath root, Platform platform)
    {
        var tools = Toolbox.For(platform, SupportedLanguages.ToolsFor(platform), ToolsLock.Read(root));
        var found = await Doctor.Examine(tools, ToolInventory.SearchPath(root, ToolCache.OfUser(root)));
        output.WriteLine();
        ToolReport.Write([.. found.Where(each => !each.IsInstalled || each.Objection is not null)], output);
        output.WriteLine("next: ./build.sh Setup Deliver");
    }

    private void Show(AdoptionPlan plan)
    {
        if (format == OutputFormat.Json)
        {
            AdoptionJson.Write(plan, output);
            return;
        }

        AdoptionText.Write(plan, output);
        foreach (var file in plan.Files)
            output.WriteLine($"{(IsDry ? "would write" : "writes")} {file.Path}");
        if (plan.Files.IsEmpty && plan.Difference.IsEmpty && plan.Proposal.Questions.IsEmpty)
            output.WriteLine("everything stands as it is to be: nothing was written");
    }

    // What is broken now would be broken in the first delivery.
    private static string? Refusal(AdoptionPlan plan) =>
        plan.Proposal.Proofs.Select(proof => proof.Unreadable).FirstOrDefault(problem => problem is not null)
            is { } problem
            ? $"{problem}; nothing was written"
            : null;
}
