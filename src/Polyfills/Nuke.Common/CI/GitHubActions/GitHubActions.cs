#nullable disable annotations

using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>GitHub Actions: what its default variables say, and its workflow commands.</summary>
public class GitHubActions : Host, IBuildServer
{
    internal GitHubActions() { }

    /// <summary>The host of this process where it is GitHub Actions; null elsewhere.</summary>
    public static new GitHubActions Instance => Host.Instance as GitHubActions;

    internal static bool IsRunningGitHubActions => Variable("GITHUB_ACTIONS") is not null;

    /// <summary>Name of the workflow, or the path of its file where it has none.</summary>
    public string Workflow => Variable("GITHUB_WORKFLOW");

    /// <summary>Identifier of the job.</summary>
    public string Job => Variable("GITHUB_JOB");

    /// <summary>Name of the action, or identifier of the step.</summary>
    public string Action => Variable("GITHUB_ACTION");

    /// <summary>Who or what started the workflow.</summary>
    public string Actor => Variable("GITHUB_ACTOR");

    /// <summary>Owner and name of the repository.</summary>
    public string Repository => Variable("GITHUB_REPOSITORY");

    /// <summary>Owner of the repository.</summary>
    public string RepositoryOwner => Variable("GITHUB_REPOSITORY_OWNER");

    /// <summary>Name of the event that started the workflow.</summary>
    public string EventName => Variable("GITHUB_EVENT_NAME");

    /// <summary>File with the event.</summary>
    public string EventPath => Variable("GITHUB_EVENT_PATH");

    /// <summary>Directory of the checked-out repository.</summary>
    public string Workspace => Variable("GITHUB_WORKSPACE");

    /// <summary>The commit that started the workflow.</summary>
    public string Sha => Variable("GITHUB_SHA");

    /// <summary>The full reference that started the workflow, as in <c>refs/heads/main</c>.</summary>
    public string Ref => Variable("GITHUB_REF");

    /// <summary>The short name of the branch or tag.</summary>
    public string RefName => Variable("GITHUB_REF_NAME");

    /// <summary><c>branch</c> or <c>tag</c>.</summary>
    public string RefType => Variable("GITHUB_REF_TYPE");

    /// <summary>The branch that a pull request comes from; empty elsewhere.</summary>
    public string HeadRef => Variable("GITHUB_HEAD_REF");

    /// <summary>The branch that a pull request goes to; empty elsewhere.</summary>
    public string BaseRef => Variable("GITHUB_BASE_REF");

    /// <summary>Number of the run, which its attempts share.</summary>
    public long RunId => Number("GITHUB_RUN_ID");

    /// <summary>Number of the run among those of the workflow.</summary>
    public long RunNumber => Number("GITHUB_RUN_NUMBER");

    /// <summary>Number of the attempt, from 1.</summary>
    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");

    /// <summary>Address of the server, as in <c>https://github.com</c>.</summary>
    public string ServerUrl => Variable("GITHUB_SERVER_URL");

    /// <summary>The token of the job, where the workflow hands it on.</summary>
    public string Token => Variable("GITHUB_TOKEN");

    /// <summary>Whether a pull request started the workflow.</summary>
    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>File whose Markdown the page of the run shows.</summary>
    public AbsolutePath StepSummaryFile => Variable("GITHUB_STEP_SUMMARY");

    string IBuildServer.Branch => Ref;

    string IBuildServer.Commit => Sha;

    /// <summary>Opens a group that the log can fold up.</summary>
    public void Group(string group) => WriteCommand("group", group);

    /// <summary>Closes the group.</summary>
    public void EndGroup(string group) => WriteCommand("endgroup", group);

    /// <summary>Writes a message that the log shows when debugging is on.</summary>
    public void WriteDebug(string message) => WriteCommand("debug", message);

    /// <summary>Writes a warning, which the page of the run shows.</summary>
    public void WriteWarning(string message) => WriteCommand("warning", message);

    /// <summary>Writes an error, which the page of the run shows.</summary>
    public void WriteError(string message) => WriteCommand("error", message);

    /// <summary>Writes a workflow command, with its values escaped.</summary>
    public void WriteCommand(
        string command,
        string message = null,
        Configure<Dictionary<string, object>> dictionaryConfigurator = null
    )
    {
        var properties = new Dictionary<string, object>();
        properties = dictionaryConfigurator?.Invoke(properties) ?? properties;
        var list = string.Join(", ", properties.Select(pair => $"{pair.Key}={EscapeProperty($"{pair.Value}")}"));
        Console.WriteLine($"::{command}{(list.Length > 0 ? " " : "")}{list}::{EscapeData(message ?? "")}");
    }

    /// <inheritdoc/>
    protected internal override IDisposable WriteBlock(string text) =>
        new Bracket(() => Group(text), () => EndGroup(text));

    /// <inheritdoc/>
    protected internal override void ReportWarning(string text, string details = null) => WriteWarning(text);

    /// <inheritdoc/>
    protected internal override void ReportError(string text, string details = null) => WriteError(text);

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static long Number(string name) => long.TryParse(Variable(name), out var number) ? number : 0;

    private static string EscapeData(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
