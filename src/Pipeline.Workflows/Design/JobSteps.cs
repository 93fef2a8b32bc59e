using System.Text.RegularExpressions;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

namespace Pipeline.Workflows.Design;

/// <summary>The steps of jobs.</summary>
internal static partial class JobSteps
{
    /// <summary>The parameter for the targets that a command skips.</summary>
    public const string Skip = " --skip ";

    /// <summary>Checks out the sources, without leaving credentials.</summary>
    /// <param name="design">The workflow.</param>
    /// <param name="history">Why the whole history is needed; null where the commit is enough.</param>
    public static ActionStep Checkout(WorkflowDesign design, string? history) =>
        new(
            UsedActions.Checkout,
            [
                .. history is null
                    ? Array.Empty<NamedValue>()
                    : [new NamedValue("fetch-depth", "0") { Reason = history }],
                new("persist-credentials", "false"),
                .. design.HasSubmodules ? [new NamedValue("submodules", "recursive")] : Array.Empty<NamedValue>(),
            ]
        );

    /// <summary>Runs the build: external values are in variables, never in the command.</summary>
    /// <param name="design">The workflow.</param>
    /// <param name="job">The job.</param>
    /// <param name="setting">The job's setting.</param>
    /// <param name="given">Values by their parameters; those that might be code for a shell go in variables.</param>
    /// <param name="arguments">Further arguments.</param>
    public static RunStep Run(
        WorkflowDesign design,
        JobNode job,
        JobSetting setting,
        ImmutableArray<NamedValue> given,
        params ImmutableArray<string> arguments
    )
    {
        var words = new List<string>([design.Script, .. setting.First, .. job.Last]);
        var variables = new List<NamedValue>();
        foreach (var (parameter, value) in given)
            Argument(parameter, value);
        if (setting.Environment is { IsChosen: true, Name: { } chosen })
            variables.Add(new(Variable(job.EnvironmentParameter), chosen));
        else if (setting.Environment?.Name is { } environment)
            Argument(job.EnvironmentParameter, environment);

        words.AddRange(arguments);
        if (!job.Skipped.IsEmpty)
            words.AddRange([Skip.Trim(), .. job.Skipped]);
        return new(
            string.Join(' ', words),
            [
                .. variables,
                .. design.Parameters.Select(parameter => new NamedValue(Variable(parameter.Name), parameter.Value)),
                .. setting.Variables,
            ]
        );

        void Argument(string parameter, string value)
        {
            if (Harmless().IsMatch(value))
            {
                words.AddRange([$"--{parameter}", value]);
                return;
            }

            words.AddRange([$"--{parameter}", $"\"${Variable(parameter)}\""]);
            variables.Add(new(Variable(parameter), value));
        }
    }

    /// <summary>Uploads files for later jobs.</summary>
    public static ActionStep Upload(string name, ImmutableArray<string> paths, string? condition = null) =>
        new(
            UsedActions.UploadArtifact,
            [
                new("name", name),
                new("path", string.Join('\n', paths)),
                // A failed build has been reported already.
                new("if-no-files-found", condition is null ? "error" : "ignore"),
                // The same job may run again.
                new("overwrite", "true"),
            ]
        )
        {
            If = condition,
        };

    /// <summary>Downloads files of an earlier job, or merges those of all of its legs.</summary>
    public static ActionStep Download(string name, bool merged, string folder) =>
        new(
            UsedActions.DownloadArtifact,
            merged
                ? [new("pattern", name), new("path", folder), new("merge-multiple", "true")]
                : [new("name", name), new("path", folder)]
        );

    /// <summary>Downloads the artifacts of an earlier job's legs, each into a folder with its name.</summary>
    public static ActionStep Download(string pattern, string folder) =>
        new(UsedActions.DownloadArtifact, [new("pattern", pattern), new("path", folder)]);

    /// <summary>The variable that NUKE reads a parameter from.</summary>
    public static string Variable(string parameter) => parameter.ToUpperInvariant().Replace('-', '_');

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Harmless();
}
