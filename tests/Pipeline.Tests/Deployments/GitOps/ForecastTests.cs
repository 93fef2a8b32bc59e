using Pipeline.Build.Preview;
using Pipeline.Deployments;
using Pipeline.Deployments.GitOps;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>What a preview says of a service is what the bump after it does.</summary>
public sealed class ForecastTests
{
    private static readonly Dictionary<string, Func<BumpWorkspace, Task>> Situations = new()
    {
        ["already there"] = async workspace => await workspace.Bump("auth"),
        ["pinned"] = workspace =>
            Write(
                workspace,
                "gitops/manifests/.pipeline/pins.yaml",
                "pins:\n  - { service: auth, environment: local, reason: logins fail }\n"
            ),
        ["superseded"] = async workspace =>
        {
            var earlier = await workspace.Git("rev-parse", "HEAD");
            await workspace.Commit();
            await workspace.Bump("auth");
            await workspace.Git("checkout", "--quiet", "--detach", earlier);
        },
        ["overridden"] = workspace =>
            Write(
                workspace,
                "gitops/manifests/auth-service/.argocd-source.yaml",
                "kustomize: { images: ['togglemaster/auth-service:0a1b2c3'] }\n"
            ),
        ["left to another writer"] = workspace =>
        {
            var gitOps = workspace.Environment.GitOps!;
            workspace.Environment = workspace.Environment with
            {
                GitOps = gitOps with { Writers = gitOps.Writers.Add("auth", "Flux") },
            };
            return Task.CompletedTask;
        },
        ["without an image"] = workspace =>
            Write(workspace, GitOpsRemote.File("auth"), "kind: Service\nmetadata: { name: auth }\n"),
        ["not to be parsed"] = workspace =>
            Write(workspace, GitOpsRemote.File("auth"), "kind: Deployment\nmetadata: { name: auth\ncontainers:"),
        ["claimed by two"] = async workspace =>
        {
            foreach (var name in new[] { "auth", "flag" })
                File.Delete(workspace.Root / GitOpsRemote.File(name));
            workspace.Services =
            [
                .. workspace.Services.Select(service =>
                    service.Name is "auth" or "flag" ? service with { Container = "app" } : service
                ),
            ];
            await Write(workspace, "gitops/manifests/all.yaml", ImageMatchingTests.Deployment("web", "app", "busybox"));
        },
    };

    [Theory]
    [InlineData("already there", "already at ")]
    [InlineData("pinned", "pinned (logins fail): not bumped")]
    [InlineData("superseded", "superseded by ")]
    [InlineData("overridden", "gitops/manifests/auth-service/.argocd-source.yaml:1:23 the override file states")]
    [InlineData("left to another writer", "the image of auth is left to Flux")]
    [InlineData("without an image", "no image of auth was found")]
    [InlineData("not to be parsed", "gitops/manifests/")]
    [InlineData(
        "claimed by two",
        "gitops/manifests/all.yaml:10 Deployment web, container app (busybox) is ambiguous, it matches auth, flag"
    )]
    public async Task What_is_left_is_left_for_the_same_reason(string situation, string expected)
    {
        await using var workspace = await Workspace();
        await Situations[situation](workspace);

        var foreseen = (await Preview(workspace)).Services[0];
        var bumped = (await workspace.Bump("auth", "flag"))[0];

        bumped.Reason!.ShouldStartWith(expected);
        foreseen.Note.ShouldBe(bumped.Reason);
        foreseen.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_changed_is_changed_in_the_same_lines()
    {
        await using var workspace = await Workspace();

        var foreseen = (await Preview(workspace)).Services[0];
        var bumped = (await workspace.Bump("auth"))[0];

        bumped.Status.ShouldBe(StepStatus.Passed);
        foreseen.Note.ShouldBeNull();
        var diff = workspace.Bumps.Single().Diff.Replace($"@{BumpWorkspace.Image("auth", "1").Digest}", "");
        diff.Split('\n')
            .Where(line => line is ['+', ' ', ..])
            .ShouldBe(foreseen.Changes.Select(line => $"+{line.After}"));
    }

    [Fact]
    public async Task What_else_may_write_a_changed_image_is_foreseen_as_the_bump_tells_it()
    {
        await using var workspace = await Workspace();
        await Write(
            workspace,
            GitOpsRemote.File("auth"),
            ImageMatchingTests.Deployment(
                "auth",
                "auth",
                "togglemaster/auth-service:1.2.3 # {\"$imagepolicy\": \"flux-system:auth\"}"
            )
        );

        var foreseen = (await Preview(workspace)).Services[0];
        var bumped = (await workspace.Bump("auth"))[0];

        foreseen.Changes.ShouldNotBeEmpty();
        foreseen.Note!.ShouldStartWith(
            $"{GitOpsRemote.File("auth")}:10:18 the comment behind the image of auth gives it to the policy flux-system:auth"
        );
        bumped.Reason!.ShouldEndWith($"; {foreseen.Note}");
    }

    private static async Task<BumpWorkspace> Workspace()
    {
        var workspace = await BumpWorkspace.Create();
        foreach (var name in new[] { "auth", "flag", "targeting" })
            workspace.Write(GitOpsRemote.File(name), ImageMatchingTests.Deployment(name, name, "busybox"));
        await workspace.Commit();
        workspace.Services =
        [
            .. workspace.Services.Select(service =>
                service with
                {
                    Directory = workspace.Root / service.Path,
                    Context = workspace.Root / service.Path,
                    Dockerfile = workspace.Root / service.Path / "Dockerfile",
                }
            ),
        ];
        return workspace;
    }

    private static async Task Write(BumpWorkspace workspace, string path, string content)
    {
        workspace.Write(path, content);
        await workspace.Commit();
    }

    private static async Task<DeliveryPreview> Preview(BumpWorkspace workspace)
    {
        var options = new RunOptions
        {
            Platform = new()
            {
                Name = "togglemaster",
                Root = workspace.Root,
                Services = workspace.Services,
                Environments = [workspace.Environment],
            },
            Environment = workspace.Environment,
            Source = await PendingSource.Ask(workspace.Root).Whole(),
            Selected = [.. workspace.Services],
            Artifacts = workspace.Artifacts,
        };
        var forecast = await new GitOpsDeployment().Foresee(options.Platform, options.Environment, options.Artifacts);
        var plan = new PreviewPlan(
            options,
            ["Push", "Bump"],
            forecast,
            await LaterCommits.Read(options.Source.Root, options.Source.Commit),
            await PreviewVersions.Read(options)
        );
        return plan.Of([.. workspace.Services.Select(service => new SelectedSource(service, "selected"))], null);
    }
}
