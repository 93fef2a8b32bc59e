using System.Text;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.PullRequests;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Promotions;

/// <summary>The text of a promotion's pull request.</summary>
internal static class PromotionText
{
    /// <summary>Describes the image, its commits, the change and the checks.</summary>
    /// <param name="step">The step.</param>
    /// <param name="promotion">The promotion.</param>
    /// <param name="proposal">The change.</param>
    /// <param name="commits">The commits it contains.</param>
    /// <param name="before">The commit that ran before; null where it is unknown.</param>
    public static string Write(
        StepContext step,
        ImagePromotion promotion,
        ProposedChange proposal,
        CommitRange commits,
        string? before
    )
    {
        var (path, image) = (promotion.Path, promotion.Image);
        var text = new StringBuilder();
        text.Append(
            $"The image that {path.From.Name} runs of {step.Service.Name}, for {path.To.Name}: {QuotedText.Code($"{image}")}. Nothing was built.\n\n"
        );
        if (promotion.Options.Reason is { } reason)
            text.Append($"Reason: {QuotedText.Code(reason)}\n\n");
        text.Append("### Commits\n\n").Append(Commits(commits)).Append('\n');
        if (Compare(step.Platform.Source, before, promotion.Running.SourceCommit) is { } link)
            text.Append(link).Append("\n\n");
        text.Append("### Change\n\n").Append(QuotedText.Block(proposal.Made.Diff, "diff")).Append('\n');
        text.Append("### Checks\n\n");
        foreach (var check in promotion.Checks)
            text.Append($"- {Mark(check.State)} {QuotedText.Code(check.Detail)}\n");
        // A squash merge may use this text as its message: then it has the commit's trailers.
        text.Append("\n<details><summary>For machines</summary>\n\n")
            .Append(proposal.Change.Trailers.Write())
            .Append("\n</details>\n");
        return text.ToString();
    }

    private static string Commits(CommitRange commits)
    {
        var list = string.Join(
            '\n',
            commits.Commits.Select(commit => $"{commit.Name[..7]}  {commit.Subject}  ({commit.Author})")
        );
        var remark = commits.Remark is null ? "" : $"{QuotedText.Code(commits.Remark)}\n";
        return list.Length > 0 ? $"{QuotedText.Block(list)}{remark}"
            : remark.Length > 0 ? remark
            : "None that touch the image's sources.\n";
    }

    private static string? Compare(string? source, string? before, string? now) =>
        source?.StartsWith("https://", StringComparison.Ordinal) == true && before is not null && now is not null
            ? $"[All changes of the sources]({source.TrimEnd('/')}/compare/{before}...{now})"
            : null;

    private static string Mark(CheckState state) =>
        state switch
        {
            CheckState.Passed => "✅",
            CheckState.NotChecked => "⚪",
            CheckState.Overridden => "⚠️",
            _ => "❌",
        };
}
