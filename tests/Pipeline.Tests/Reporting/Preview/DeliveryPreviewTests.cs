using Pipeline.Build.Preview;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Preview;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.GitOps;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Planning;
using Pipeline.Tests.Deployments.GitOps;

namespace Pipeline.Tests.Reporting.Preview;

public sealed class DeliveryPreviewTests
{
    private static readonly ImmutableArray<string> Steps = ["Compile", "Image", "Push", "Bump"];

    [Fact]
    public async Task The_name_of_a_changed_file_commands_no_runner()
    {
        await using var workspace = await Workspace("busybox:1");
        var preview = await Look(workspace);
        var renamed = preview with
        {
            Services = [preview.Services[0] with { Reason = "services/auth/a\n::add-mask::b" }],
        };

        Text(renamed, OutputFormat.Text).ShouldContain(@"auth: services/auth/a\n::add-mask::b");
    }

    [Fact]
    public async Task A_frozen_environment_is_told_before_its_services()
    {
        await using var workspace = await Workspace("busybox:1");
        var frozen = await Look(workspace) with
        {
            Frozen = "develop is frozen until 2027-01-04 00:00 UTC (holidays: r)",
        };

        Text(frozen, OutputFormat.Text)
            .ShouldContain(
                "! develop is frozen until 2027-01-04 00:00 UTC (holidays: r): Bump would refuse each service\n"
            );
        Text(frozen, OutputFormat.Json).ShouldContain("\"frozen\": \"develop is frozen until");
    }

    [Fact]
    public async Task Before_the_local_remote_exists_the_lines_are_those_of_the_source_tree()
    {
        await using var workspace = await Workspace("'busybox:1' # a comment");
        var tag = await Tag(workspace);

        var auth = (await Look(workspace)).Services[0];

        auth.Changes.ShouldBe([
            new(
                GitOpsRemote.File("auth"),
                10,
                "          image: 'busybox:1' # a comment",
                $"          image: 'registry.example:5000/togglemaster/auth-service:{tag}' # a comment"
            ),
        ]);
        auth.Image.ShouldBe($"registry.example:5000/togglemaster/auth-service:{tag}");
        auth.Note.ShouldBeNull();
    }

    [Fact]
    public async Task After_a_delivery_the_tip_of_the_local_remote_counts()
    {
        await using var workspace = await Workspace("busybox:1");
        (await workspace.Bump("auth")).Single().Status.ShouldBe(StepStatus.Passed);

        var preview = await Look(workspace);

        preview.Services[0].Changes.ShouldBeEmpty();
        preview.Services[0].Note!.ShouldStartWith($"already at {await Tag(workspace)}");
        preview.Services[1].Changes.Length.ShouldBe(1);
        preview.Manifests!.ShouldStartWith("main of ");
    }

    [Fact]
    public async Task The_previewed_line_is_the_bumped_one_but_for_the_digest()
    {
        await using var workspace = await Workspace("\"busybox:1\"");
        var previewed = (await Look(workspace)).Services[0].Changes.Single();

        await workspace.Bump("auth");

        var bare = workspace.Artifacts / "local" / "gitops.git";
        var bumped = (await GitOpsRemote.Query(bare, "show", $"main:{previewed.File}")).Split('\n')[previewed.Line - 1];
        bumped.Replace($"@{BumpWorkspace.Image("auth", "1").Digest}", "").ShouldBe(previewed.After);
    }

    [Fact]
    public async Task A_manifest_that_names_a_later_commit_is_left_as_it_is()
    {
        await using var workspace = await Workspace("busybox:1");
        var earlier = await workspace.Git("rev-parse", "HEAD");
        await workspace.Commit();
        var later = await Tag(workspace);
        await workspace.Bump("auth");
        await workspace.Git("checkout", "--quiet", "--detach", earlier);

        var preview = await Look(workspace);

        preview.Services[0].Changes.ShouldBeEmpty();
        preview.Services[0].Note!.ShouldStartWith($"superseded by {later}, a later commit");
        preview.Services[1].Changes.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_pinned_service_is_left_as_it_is()
    {
        await using var workspace = await Workspace("busybox:1");
        workspace.Write(
            "gitops/manifests/.pipeline/pins.yaml",
            "pins:\n  - {service: auth, environment: local, reason: logins fail}\n"
        );

        var preview = await Look(workspace);

        preview.Services[0].Changes.ShouldBeEmpty();
        preview.Services[0].Note.ShouldBe("pinned (logins fail): not bumped");
        preview.Services[1].Changes.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_manifest_that_names_an_earlier_commit_would_change()
    {
        await using var workspace = await Workspace("busybox:1");
        await workspace.Bump("auth");
        await workspace.Commit();

        var preview = await Look(workspace);

        preview.Services[0].Changes.Single().After.ShouldEndWith(await Tag(workspace));
    }

    [Fact]
    public async Task Equal_states_give_equal_previews()
    {
        await using var workspace = await Workspace("busybox:1");

        var previews = new List<string>();
        for (var i = 0; i < 3; i++)
            previews.Add(Text(await Look(workspace), OutputFormat.Json));

        previews.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_preview_leaves_every_file_and_the_index_as_they_were()
    {
        await using var workspace = await Workspace("busybox:1");
        await workspace.Bump("auth");
        var before = Files(workspace.Root);

        await Look(workspace);

        Files(workspace.Root).ShouldBe(before);
    }

    [Fact]
    public async Task A_service_with_uncommitted_changes_is_not_pushed_so_no_line_would_change()
    {
        await using var workspace = await Workspace("busybox:1");
        workspace.Write("services/auth/main.go", "package main");

        var preview = await Look(workspace);

        var auth = preview.Services[0];
        auth.Uncommitted.ShouldBe(["services/auth/main.go"]);
        auth.Image!.ShouldEndWith("-dirty");
        auth.Changes.ShouldBeEmpty();
        auth.Note.ShouldBe("it has uncommitted changes: it is checked, but not pushed");
        preview.Services[1].Changes.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_service_without_a_Dockerfile_has_no_image()
    {
        await using var workspace = await Workspace("busybox:1");
        workspace.Services = [.. workspace.Services.Select(service => service with { Dockerfile = null })];

        var auth = (await Look(workspace)).Services[0];

        auth.Image.ShouldBeNull();
        auth.Changes.ShouldBeEmpty();
        auth.Note.ShouldBe("services/auth has no Dockerfile, so there is no image to deliver");
    }

    [Fact]
    public async Task Without_Bump_no_line_would_change()
    {
        await using var workspace = await Workspace("busybox:1");

        var auth = (await Look(workspace, steps: ["Compile", "Image"])).Services[0];

        auth.Changes.ShouldBeEmpty();
        auth.Note.ShouldBe("Bump is skipped");
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_edited_concerns_its_service_alone()
    {
        await using var workspace = await Workspace("busybox:1");
        workspace.Write(GitOpsRemote.File("auth"), "kind: Deployment\nmetadata: { name: auth\ncontainers:");

        var preview = await Look(workspace);

        preview.Services[0].Note!.ShouldContain(GitOpsRemote.File("auth"));
        preview.Services[1].Changes.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_remote_that_is_not_on_this_machine_is_not_asked()
    {
        await using var workspace = await Workspace("busybox:1");
        workspace.Environment = workspace.Environment with
        {
            Name = "develop",
            GitOps = new("https://git.example/gitops", "main", "gitops/manifests"),
        };

        var preview = await Look(workspace);

        preview.Manifests.ShouldBeNull();
        preview.Services[0].Note!.ShouldContain("https://git.example/gitops, which is not on this machine");
    }

    [Fact]
    public async Task A_branch_that_the_remote_does_not_have_is_said_to_be_missing()
    {
        await using var workspace = await Workspace("busybox:1");
        await workspace.Bump("auth");
        workspace.Environment = workspace.Environment with
        {
            GitOps = workspace.Environment.GitOps! with { Branch = "qa" },
        };

        var preview = await Look(workspace);

        preview.Services[0].Note!.ShouldStartWith("the manifests could not be read: ");
        preview.Services[0].Note!.ShouldContain("refs/heads/qa");
    }

    [Fact]
    public async Task The_text_shows_reason_steps_image_and_the_line_before_and_after()
    {
        await using var workspace = await Workspace("busybox:1");
        var tag = await Tag(workspace);

        var text = Text(await Look(workspace), OutputFormat.Text);

        text.ShouldContain(
            string.Join(
                Environment.NewLine,
                "auth: all services are selected",
                "  steps   Compile Image Push Bump",
                $"  image   registry.example:5000/togglemaster/auth-service:{tag}",
                $"  {GitOpsRemote.File("auth")}:10",
                "  - image: busybox:1",
                $"  + image: registry.example:5000/togglemaster/auth-service:{tag}"
            )
        );
    }

    [Fact]
    public async Task The_version_that_would_be_taken_is_shown_and_not_taken()
    {
        await using var workspace = await Workspace("registry.example:5000/togglemaster/auth-service:2020.01.1");
        workspace.Services = [.. workspace.Services.Select(one => one with { Versioning = Versioning.Semver })];
        await workspace.Git("tag", "auth/1.4.0");
        await workspace.Git("commit", "--quiet", "--allow-empty", "--message=feat: nothing of auth");

        var preview = await Look(workspace);

        preview.Services[0].Image.ShouldBe("registry.example:5000/togglemaster/auth-service:1.4.1");
        preview.Services[0].Changes.Single().After.ShouldContain(":1.4.1");
        preview.Services[1].Image!.ShouldEndWith(":0.1.0");
        (await workspace.Git("tag")).ShouldBe("auth/1.4.0");
        Directory.Exists(workspace.Artifacts / "local" / "versions").ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_affected_is_said_in_a_sentence()
    {
        await using var workspace = await Workspace("busybox:1");

        var text = Text(await Look(workspace, since: "HEAD"), OutputFormat.Text);

        text.ShouldContain("Nothing that changed since HEAD affects one of the services: there is nothing to do.");
    }

    private static async Task<BumpWorkspace> Workspace(string image)
    {
        var workspace = await BumpWorkspace.Create();
        foreach (var name in new[] { "auth", "flag", "targeting" })
            workspace.Write(GitOpsRemote.File(name), ImageMatchingTests.Deployment(name, name, image));
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

    private static async Task<string> Tag(BumpWorkspace workspace) =>
        (await PendingSource.Ask(workspace.Root).Whole()).Tag;

    private static async Task<DeliveryPreview> Look(
        BumpWorkspace workspace,
        string? since = null,
        ImmutableArray<string>? steps = null
    )
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
        var selected = await Selection.Of(
            options.Platform,
            workspace.Root / "pipeline.yaml",
            options.Source,
            [],
            since
        );
        var forecast = await new GitOpsDeployment().Foresee(options.Platform, options.Environment, options.Artifacts);
        var later = await LaterCommits.Read(options.Source.Root, options.Source.Commit);
        return new PreviewPlan(options, steps ?? Steps, forecast, later, await PreviewVersions.Read(options)).Of(
            selected,
            since
        );
    }

    private static string Text(DeliveryPreview preview, OutputFormat format)
    {
        using var output = new StringWriter();
        PreviewWriter.Write(preview, format, output);
        return output.ToString();
    }

    private static string[] Files(string root) =>
        [
            .. Directory
                .EnumerateFiles(root, "*", SearchOption.AllDirectories)
                // What it remembers for the next look is its own.
                .Where(file => !file.Contains("/artifacts/memory/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}"),
        ];
}
