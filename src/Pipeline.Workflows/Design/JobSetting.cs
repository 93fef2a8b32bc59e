using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

namespace Pipeline.Workflows.Design;

/// <summary>
/// What a job gets for the needs of its targets: history, tools, permissions, a GitHub environment, tokens and secrets.
/// </summary>
/// <param name="Environment">The environment; null for a build without environments.</param>
/// <param name="Guard">GitHub's environment; null where the job needs nothing guarded.</param>
/// <param name="History">Why it needs the whole history; null where the commit is enough.</param>
/// <param name="First">The targets that it runs before its own.</param>
/// <param name="Permissions">The permissions of its token.</param>
/// <param name="TokenSteps">The steps that create tokens of GitHub Apps.</param>
/// <param name="Variables">The variables with tokens and secrets.</param>
internal sealed record JobSetting(
    JobEnvironment? Environment,
    string? Guard,
    string? History,
    ImmutableArray<string> First,
    ImmutableArray<Permission> Permissions,
    ImmutableArray<WorkflowStep> TokenSteps,
    ImmutableArray<NamedValue> Variables
)
{
    public static JobSetting Of(WorkflowDesign design, JobNode job)
    {
        var environment = design.Environments.GetValueOrDefault(job.Name) ?? design.Environment;
        var needs = job
            .NeedsOfTargets.Where(need => need.When is null || environment?.Features.Contains(need.When) == true)
            .ToArray();
        var identities = Identities(needs, environment);
        var apps = Apps(needs, environment);
        var foreign = apps.Where(app => !app.Repository.IsOwn).ToArray();
        var secrets = Secrets(needs, environment);
        // Targets access everything beyond the repository's contents with the job's own token.
        var ownToken = needs.OfType<NeedsRightAttribute>().Any(right => right.Scope != Scope.IdToken)
            ? new[] { new NamedValue("GITHUB_TOKEN", "${{ github.token }}") }
            : [];
        var changes = needs.OfType<NeedsRightAttribute>().Any(right => right.Access == Access.Write);
        return new(
            environment,
            identities.Length > 0 || foreign.Length > 0 || secrets.Length > 0 || changes
                ? environment?.Guard ?? environment?.Name
                : null,
            Reasons(needs.OfType<NeedsHistoryAttribute>()),
            [.. needs.OfType<NeedsTargetAttribute>().Select(need => need.Target).Union(job.First)],
            Permission.Merge([
                Permission.Checkout,
                .. needs
                    .OfType<NeedsRightAttribute>()
                    .Select(right => new Permission(right.Scope, right.Access, right.Reason)),
                .. identities
                    .Where(need => need.Identity.Secrets.IsEmpty)
                    .Select(need => new Permission(
                        Scope.IdToken,
                        Access.Write,
                        $"as {need.Identity.Name}: {need.Reason}"
                    )),
                .. apps.Except(foreign)
                    .SelectMany(app => app.Needs)
                    .Select(need => new Permission(need.Scope, need.Access, need.Reason)),
            ]),
            [.. foreign.Where(app => IsOfApp(app.Repository)).Select(app => Token(app.App, app.Repository, app.Needs))],
            Distinct(
                job,
                [
                    .. apps.SelectMany(app =>
                        app.Repository.Variables.Select(variable => new NamedValue(
                            variable,
                            TokenOf(app.App, app.Repository)
                        ))
                    ),
                    .. secrets,
                    .. ownToken,
                    .. identities.SelectMany(need => need.Identity.Variables),
                    .. identities
                        .SelectMany(need => need.Identity.Secrets)
                        .Select(secret => new NamedValue(secret.Key, Value(secret.Value))),
                ]
            )
        );
    }

    private static (JobIdentity Identity, string Reason)[] Identities(
        NeedsAttribute[] needs,
        JobEnvironment? environment
    ) =>
        [
            .. needs
                .OfType<NeedsIdentityAttribute>()
                .Select(need => (Identity: environment?.Identities.GetValueOrDefault(need.As), need.Reason))
                .Where(need => need.Identity is not null)
                .Select(need => (need.Identity!, need.Reason)),
        ];

    private static (string App, AppRepository Repository, NeedsAppAttribute[] Needs)[] Apps(
        NeedsAttribute[] needs,
        JobEnvironment? environment
    ) =>
        [
            .. needs
                .OfType<NeedsAppAttribute>()
                .Where(need =>
                    environment?.Apps.GetValueOrDefault(need.App) is { } app
                    && (app.Scopes.IsEmpty || app.Scopes.Contains(need.Scope))
                )
                .GroupBy(need => need.App)
                .Select(app => (app.Key, environment!.Apps[app.Key], app.ToArray())),
        ];

    private static NamedValue[] Secrets(NeedsAttribute[] needs, JobEnvironment? environment) =>
        [
            .. needs
                .OfType<NeedsSecretAttribute>()
                .SelectMany(need =>
                    (environment?.Secrets.GetValueOrDefault(need.Secret, []) ?? []).Select(variable => (variable, need))
                )
                .GroupBy(one => one.variable, one => one.need)
                .Select(secret => new NamedValue(secret.Key, Value(secret.Key)) { Reason = Reasons(secret) }),
        ];

    private static bool IsOfApp(AppRepository repository) => repository.TokenSecret is null;

    private static string TokenOf(string app, AppRepository repository) =>
        repository.IsOwn ? "${{ github.token }}"
        : repository.TokenSecret is { } secret ? Value(secret)
        : $"${{{{ steps.{app}.outputs.token }}}}";

    private static string Value(string secret) => $"${{{{ secrets.{secret} }}}}";

    private static ActionStep Token(string app, AppRepository repository, NeedsAppAttribute[] needs)
    {
        var rights = Permission.Merge(needs.Select(need => new Permission(need.Scope, need.Access, need.Reason)));
        return new(
            UsedActions.CreateAppToken,
            [
                new("client-id", $"${{{{ vars.{JobSteps.Variable(app)}_APP_CLIENT_ID }}}}"),
                new("private-key", Value(AppRepository.PrivateKeyOf(app))),
                new("owner", repository.Owner),
                new("repositories", repository.Name),
                .. rights.Select(right => new NamedValue(
                    $"permission-{right.Key}",
                    $"{right.Access}".ToLowerInvariant()
                )),
            ]
        )
        {
            Name = $"{repository.Owner}{repository.Name}".Contains("${{", StringComparison.Ordinal)
                ? $"Token for {app}"
                : $"Token for {repository.Owner}/{repository.Name}",
            Id = app,
            Comment = Reasons(needs),
        };
    }

    private static string? Reasons(IEnumerable<NeedsAttribute> needs) =>
        string.Join("; ", needs.Select(need => need.Reason).Distinct()) is { Length: > 0 } reasons ? reasons : null;

    private static ImmutableArray<NamedValue> Distinct(JobNode job, IEnumerable<NamedValue> variables)
    {
        var known = variables.Distinct().ToImmutableArray();
        return known.GroupBy(variable => variable.Name).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw new WorkflowException(
                $"the variable {twice.Key} of the job \"{job.Name}\" would need to hold {string.Join(" and ", twice.Select(variable => variable.Value))}: name another one for one of them"
            )
            : known;
    }
}
