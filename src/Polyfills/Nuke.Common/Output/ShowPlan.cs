using System.Net;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Writes the plan as a page of its own, with nothing to load from elsewhere, and says where it is.</summary>
internal sealed class ShowPlan : BuildExtensionAttributeBase, IOnBuildInitialized
{
    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Execution plan</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
          li.left-out { color: #777 } small { color: #777 } li.invoked > b { text-decoration: underline }
        </style>
        """;

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    )
    {
        if (!Build.Plan)
            return;

        var page = new StringBuilder(Head);
        page.Append("\n<h1>What runs, in this order</h1>\n<ol>\n");
        foreach (var target in executionPlan)
            Append(page, target, target.Invoked || target.IsDefault ? "invoked" : "needed");
        page.Append("</ol>\n<h1>What does not run</h1>\n<ul>\n");
        foreach (var target in executableTargets.Except(executionPlan).Where(target => target.Listed))
            Append(page, target, "left-out");
        page.Append("</ul>\n</html>\n");

        var file = Build.TemporaryDirectory / "execution-plan.html";
        file.WriteAllText(page.ToString());
        Console.Out.WriteLine($"Plan: {string.Join(" -> ", executionPlan.Select(target => target.Name))}");
        Console.Out.WriteLine($"The plan is written to {file}");
        ((NukeBuild)Build).HasEndedEarly = true;
    }

    private static void Append(StringBuilder page, ExecutableTarget target, string kind)
    {
        page.Append(
            $"<li class=\"{kind}\" id=\"{target.Name}\"><b>{target.Name}</b> {WebUtility.HtmlEncode(target.Description)}"
        );
        AppendOthers(page, "after", target.ExecutionDependencies);
        AppendOthers(page, "after, when both run:", target.OrderDependencies);
        AppendOthers(page, "triggered by", target.TriggerDependencies);
        page.Append("</li>\n");
    }

    private static void AppendOthers(StringBuilder page, string relation, List<ExecutableTarget> others)
    {
        if (others.Count > 0)
            page.Append($"<br><small>{relation} {string.Join(", ", others.Select(other => other.Name))}</small>");
    }
}
