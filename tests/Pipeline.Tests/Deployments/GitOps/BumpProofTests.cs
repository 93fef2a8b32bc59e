using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>A bump of what kustomize renders, with the real kubectl.</summary>
public sealed class BumpProofTests
{
    private const string Base = "gitops/manifests/auth-service/base";
    private const string Patch =
        "resources: [RESOURCE]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - op: replace\n"
        + "        path: /spec/template/spec/containers/0/image\n        value: registry.example:5000/togglemaster/auth-service:1111111\n";

    [Theory]
    [InlineData("gitops/manifests/auth-service/overlays/develop", "../../base")]
    [InlineData("gitops", "manifests/auth-service/base")]
    [InlineData("gitops/overlays/develop", "../../manifests/auth-service/base")]
    public async Task What_kubectl_renders_is_the_delivered_image_wherever_the_overlay_stands(
        string overlay,
        string resource
    )
    {
        using var remote = await Remote((overlay, Patch.Replace("RESOURCE", resource)));
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.SearchPath = await KubernetesTools.SearchPath();
        var tag = await workspace.Git("rev-parse", "--short=7", "HEAD");

        var result = (await workspace.Bump("auth")).Single();
        var again = (await workspace.Bump("auth")).Single();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        workspace.Bumps.Single().File.ShouldBe($"{overlay}/kustomization.yaml");
        again.Reason!.ShouldStartWith($"already at {tag}");
        var files = new Dictionary<string, string>();
        foreach (
            var path in new[]
            {
                $"{Base}/deployment.yaml",
                $"{Base}/kustomization.yaml",
                $"{overlay}/kustomization.yaml",
            }
        )
            files[path] = await remote.Read(path);
        (await RealKubectl.Render(files, overlay))
            .Containers.ShouldHaveSingleItem()
            .Image.ShouldBe($"{BumpWorkspace.Image("auth", tag)}");
    }

    [Fact]
    public async Task What_kubectl_would_render_otherwise_is_refused_and_nothing_is_pushed()
    {
        // A key that Pipeline does not know, as a later kustomize may have one.
        using var remote = await Remote(
            ("gitops/manifests/auth-service/overlays/develop", Patch.Replace("RESOURCE", "../../base"))
        );
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Write(
            "bin/kubectl",
            "#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nprintf 'kind: Deployment\\nmetadata: {name: auth}\\nspec: {template: {spec: {containers: [{name: auth, image: other}]}}}\\n' > \"$1\"\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                workspace.Root / "bin" / "kubectl",
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        workspace.SearchPath =
            $"{workspace.Root / "bin"}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

        var result = (await workspace.Bump("auth")).Single();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            "kubectl shows: the kustomization of gitops/manifests/auth-service/overlays/develop would render other for Deployment auth, container auth"
        );
        (await remote.Commits()).ShouldBe(1);
    }

    [Theory]
    [InlineData("{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}", null)]
    [InlineData("{{ .Values.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}", null)]
    [InlineData("{{ .Values.image.repository }}:{{ .Values.image.tag | upper }}", "helm shows: after an edit of ")]
    public async Task What_helm_renders_is_the_delivered_image_or_nothing_is_pushed(string image, string? refusal)
    {
        const string Chart = "gitops/manifests/auth-service";
        using var remote = await GitOpsRemote.Create();
        await remote.Commit([
            ($"{Chart}/Chart.yaml", "apiVersion: v2\nname: auth\nversion: 1.0.0\nappVersion: \"1\"\n"),
            (
                $"{Chart}/values.yaml",
                "registry: registry.example:5000\nimage: {repository: togglemaster/auth-service, tag: \"\"}\n"
            ),
            ($"{Chart}/templates/deployment.yaml", ImageMatchingTests.Deployment("auth", "auth", image)),
        ]);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.SearchPath = await KubernetesTools.SearchPath();

        var result = (await workspace.Bump(["auth"], _ => BumpWorkspace.Image("auth", "a1b2c3d"))).Single();

        if (refusal is not null)
        {
            result.Reason!.ShouldStartWith(refusal);
            (await remote.Commits()).ShouldBe(1);
            return;
        }

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldEndWith("has no field for the digest, which is not deployed: add one");
        (await remote.Read($"{Chart}/values.yaml")).ShouldContain(
            image.Contains("registry")
                ? "{repository: togglemaster/auth-service, tag: \"a1b2c3d\"}"
                : "{repository: registry.example:5000/togglemaster/auth-service, tag: \"a1b2c3d\"}"
        );
    }

    [Fact]
    public async Task A_chart_that_helm_cannot_render_any_more_is_refused_with_what_helm_says()
    {
        const string Chart = "gitops/manifests/auth-service";
        using var remote = await GitOpsRemote.Create();
        await remote.Commit([
            ($"{Chart}/Chart.yaml", "apiVersion: v2\nname: auth\nversion: 1.0.0\n"),
            (
                $"{Chart}/values.yaml",
                "image: {repository: registry.example:5000/togglemaster/auth-service, tag: old}\n"
            ),
            (
                $"{Chart}/values.schema.json",
                """{"properties": {"image": {"properties": {"tag": {"enum": ["old"]}}}}}"""
            ),
            (
                $"{Chart}/templates/deployment.yaml",
                ImageMatchingTests.Deployment("auth", "auth", "{{ .Values.image.repository }}:{{ .Values.image.tag }}")
            ),
        ]);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.SearchPath = await KubernetesTools.SearchPath();

        var result = (await workspace.Bump("auth")).Single();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("cannot be rendered (Error: values don't meet the specifications");
        result.Reason!.ShouldContain("at '/image/tag': value must be 'old'): nothing was changed");
        (await remote.Commits()).ShouldBe(1);
    }

    [Theory]
    [InlineData(
        "kind: Workflow\nspec: {runner: {uses: 'IMAGE:1'}}\n",
        "deployment.yaml",
        "names IMAGE:1 in a Workflow (spec.runner.uses), where Pipeline sets no images, so that it stays"
    )]
    [InlineData(
        "image: {repository: 'IMAGE', tag: '1'}\n",
        "charts/other/Chart.yaml",
        "what gitops/manifests/auth-service/more.yaml renders was not checked: no chart here is known to render it"
    )]
    public async Task What_stays_or_could_not_be_checked_is_said(string text, string beside, string expected)
    {
        const string Folder = "gitops/manifests/auth-service";
        const string Image = "registry.example:5000/togglemaster/auth-service";
        using var remote = await GitOpsRemote.Create();
        await remote.Commit([
            (
                $"{Folder}/{beside}",
                beside == "deployment.yaml"
                    ? ImageMatchingTests.Deployment("auth", "auth", $"{Image}:1")
                    : "name: other\n"
            ),
            ($"{Folder}/more.yaml", text.Replace("IMAGE", Image)),
        ]);
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var result = (await workspace.Bump("auth")).Single();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldEndWith(expected.Replace("IMAGE", Image));
    }

    private static async Task<GitOpsRemote> Remote(params (string Folder, string Kustomization)[] overlays)
    {
        var remote = await GitOpsRemote.Create();
        await remote.Commit([
            ($"{Base}/deployment.yaml", ImageMatchingTests.Deployment("auth", "auth", "busybox")),
            ($"{Base}/kustomization.yaml", "resources: [deployment.yaml]\n"),
            .. overlays.Select(overlay => ($"{overlay.Folder}/kustomization.yaml", overlay.Kustomization)),
        ]);
        return remote;
    }
}
