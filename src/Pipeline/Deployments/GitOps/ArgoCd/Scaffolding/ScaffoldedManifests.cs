using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>
/// Writes the manifests of Argo CD for an environment: a project with the needed rights, and its applications.
/// </summary>
/// <param name="platform">The catalog.</param>
/// <param name="environment">The environment.</param>
/// <param name="applications">Its applications.</param>
/// <param name="kinds">The kinds that they create.</param>
internal sealed class ScaffoldedManifests(
    Platform platform,
    DeploymentEnvironment environment,
    ImmutableArray<ScaffoldedApplication> applications,
    AllowedKinds kinds
)
{
    /// <summary>The first line of each file, which identifies files of an earlier catalog.</summary>
    public const string Header = "# Written by ./build.sh Scaffold from the catalog; change that, and run it again.";

    private readonly ArgoCdSettings settings = environment.ArgoCd!;
    private readonly string repository = YamlText.Of(environment.ArgoCd!.Repository!);
    private readonly string name = $"{platform.Name}-{environment.Name}";

    private string ProjectName => settings.Project ?? name;

    /// <summary>The project.</summary>
    public string Project() =>
        $$"""
            {{Header}}
            # What the applications of {{platform.Name}} may do in {{environment.Name}}, and no more.
            apiVersion: argoproj.io/v1alpha1
            kind: AppProject
            metadata:
              name: {{YamlText.Of(ProjectName)}}
              namespace: argocd
            spec:
              description: The services of {{platform.Name}} in {{environment.Name}}
              sourceRepos:
                - {{repository}}
              destinations:
                - name: {{YamlText.Of(settings.Cluster)}}
                  namespace: {{YamlText.Of(settings.Namespace)}}
              clusterResourceWhitelist:{{Kinds(kinds.Cluster)}}
              namespaceResourceWhitelist:{{Kinds(kinds.Namespaced)}}
              orphanedResources:
                warn: true
              roles:
                - name: pipeline
                  description: Verify watches what was delivered; every change goes through Git
                  policies:
                    - p, proj:{{ProjectName}}:pipeline, applications, get, {{ProjectName}}/*, allow

            """;

    /// <summary>The applications.</summary>
    public string Applications() =>
        $$$"""
            {{{Header}}}
            # {{{(
                IsAutomatic
                    ? "Each commit is applied at once, and what differs from it is put right."
                    : "A commit is applied when somebody syncs it: changes come by pull request."
            )}}}
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata:
              name: {{{YamlText.Of(name)}}}
              namespace: argocd
            spec:
              goTemplate: true
              goTemplateOptions:
                - missingkey=error
              generators:
                - list:
                    elements:
            {{{Elements()}}}
              template:
                metadata:
                  name: "{{.name}}"
                  labels:
                    app.kubernetes.io/part-of: {{{YamlText.Of(platform.Name)}}}
                    {{{ServiceApplications.EnvironmentLabel}}}: {{{YamlText.Of(environment.Name)}}}
                    {{{ServiceApplications.ServiceLabel}}}: "{{.service}}"
                  annotations:
                    argocd.argoproj.io/manifest-generate-paths: "{{.watched}}"{{{Notifications()}}}
                spec:
                  project: {{{YamlText.Of(ProjectName)}}}
                  source:
                    repoURL: {{{repository}}}
                    targetRevision: {{{YamlText.Of(environment.GitOps!.Branch)}}}
                    path: "{{.path}}"
                  destination:
                    name: {{{YamlText.Of(settings.Cluster)}}}
                    namespace: {{{YamlText.Of(settings.Namespace)}}}
                  syncPolicy:{{{Automation()}}}
                    retry:
                      limit: 5
                      backoff:
                        duration: 10s
                        factor: 2
                        maxDuration: 3m{{{Protection()}}}

            """;

    private bool IsAutomatic => environment.Promotion == Promotion.Automatic;

    private string Elements() =>
        YamlText.Lines(
            new(' ', 10),
            applications.SelectMany(application =>
                new[]
                {
                    $"- name: {YamlText.Of(application.Name)}",
                    $"  service: {YamlText.Of(application.Service)}",
                    $"  path: {YamlText.Of(application.Path)}",
                    $"  watched: {YamlText.Of(string.Join(';', application.Watched.Select(folder => $"/{folder}")))}",
                }
            )
        );

    private string Notifications() =>
        string.Concat(
            settings.Notifications.Select(subscription =>
                $"\n        notifications.argoproj.io/subscribe.{subscription.Key}: {YamlText.Of(subscription.Value)}"
            )
        );

    private string Automation() =>
        IsAutomatic
            ? """

                        automated:
                          prune: true
                          selfHeal: true
                """
            : "";

    // Deleting the set by mistake must not delete running workloads.
    private string Protection() =>
        IsAutomatic
            ? ""
            : """

                  syncPolicy:
                    preserveResourcesOnDeletion: true
                """;

    private static string Kinds(ImmutableArray<(string Group, string Kind)> kinds) =>
        kinds.IsEmpty
            ? " []"
            : "\n"
                + YamlText.Lines(
                    "    ",
                    kinds.SelectMany(kind =>
                        new[]
                        {
                            $"- group: {(kind.Group.Length == 0 ? "\"\"" : YamlText.Of(kind.Group))}",
                            $"  kind: {YamlText.Of(kind.Kind)}",
                        }
                    )
                );
}
