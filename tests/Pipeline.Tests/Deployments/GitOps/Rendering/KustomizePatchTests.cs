namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>What kustomize renders counts: the place that decides is edited, wherever it stands.</summary>
public sealed class KustomizePatchTests
{
    private const string Old = "registry.example:5000/togglemaster/auth-service:1111111";
    private const string Overlay = "auth/overlays/develop/kustomization.yaml";

    private static readonly string Deployment = ImageMatchingTests.Deployment(
        "auth-service",
        "auth-service",
        "registry.example:5000/togglemaster/auth-service:0000000"
    );

    [Theory]
    [InlineData(
        "patches:\n  - target: {kind: Deployment, name: auth-service}\n    patch: |-\n      - op: replace\n        path: /spec/template/spec/containers/0/image\n        value: IMAGE\n"
    )]
    [InlineData(
        "patches:\n  - target: {kind: Deploy.*}\n    patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/image\", \"value\": \"IMAGE\"}]'\n"
    )]
    [InlineData(
        "patches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: auth-service}\n      spec:\n        template:\n          spec:\n            containers:\n              - name: auth-service\n                image: \"IMAGE\" # here\n"
    )]
    [InlineData(
        "patchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: auth-service}\n    spec: {template: {spec: {containers: [{name: auth-service, image: 'IMAGE'}]}}}\n"
    )]
    [InlineData(
        "images:\n  - name: registry.example:5000/togglemaster/auth-service\n    newTag: early\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: test, path: /kind, value: Deployment}\n",
        "early"
    )]
    [InlineData("components: [../../../part]\n", null)]
    public void An_inline_patch_is_edited_where_it_stands(string text, string? placeholder = "IMAGE")
    {
        var files = Files($"resources: [../../base]\n{text.Replace("IMAGE", Old)}");
        files["part/kustomization.yaml"] =
            "kind: Component\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - op: replace\n"
            + $"        path: /spec/template/spec/containers/0/image\n        value: {Old}\n";
        var (file, old) = placeholder switch
        {
            null => ("part/kustomization.yaml", Old),
            "early" => (Overlay, "early"),
            _ => (Overlay, Old),
        };

        var after = new ManifestCase(files).Edit("auth");

        after[file].ShouldBe(files[file].Replace(old, old == "early" ? "a1b2c3d" : $"{ManifestCase.NewImage}"));
        after.Where(other => other.Key != file).ShouldBe(files.Where(other => other.Key != file));
    }

    [Theory]
    [InlineData(
        "patchesJson6902:\n  - target: {group: apps, version: v1, kind: Deployment, name: auth-service}\n    path: set-image.yaml\n"
    )]
    [InlineData(
        "patches:\n  - target: {labelSelector: \"app=auth\"}\n    path: set-image.yaml\ncommonLabels: {app: auth}\n",
        "commonLabels: {app: auth}\n"
    )]
    public void A_patch_in_a_file_is_edited_there(string text, string inBase = "")
    {
        var files = Files($"resources: [../../base]\n{text}", inBase);
        files["auth/overlays/develop/set-image.yaml"] =
            $"- op: replace\n  path: /spec/template/spec/containers/0/image\n  value: {Old}\n";

        new ManifestCase(files).ShouldReplace("auth", "auth/overlays/develop/set-image.yaml", Old);
    }

    [Fact]
    public void A_replacement_is_followed_to_its_source()
    {
        var files = Files(
            "resources: [../../base, versions.yaml]\nreplacements:\n  - source: {kind: ConfigMap, name: versions, fieldPath: data.auth}\n"
                + "    targets:\n      - select: {kind: Deployment}\n        fieldPaths: [\"spec.template.spec.containers.[name=auth-service].image\"]\n"
        );
        files["auth/overlays/develop/versions.yaml"] =
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: versions}}\ndata:\n  auth: {Old}\n";

        new ManifestCase(files).ShouldReplace("auth", "auth/overlays/develop/versions.yaml", Old);
    }

    [Fact]
    public void A_replacement_of_a_part_is_refused_with_its_place()
    {
        var files = Files(
            "resources: [../../base, versions.yaml]\nreplacements:\n  - source: {kind: ConfigMap, name: versions, fieldPath: data.auth}\n"
                + "    targets:\n      - select: {kind: Deployment}\n        fieldPaths: [\"spec.template.spec.containers.0.image\"]\n"
                + "        options: {delimiter: \":\", index: 2}\n"
        );
        files["auth/overlays/develop/versions.yaml"] =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: versions}\ndata:\n  auth: \"7\"\n";

        new ManifestCase(files)
            .Refusal("auth")
            .ShouldContain(
                $"{Overlay}:3 Deployment auth-service, container auth-service cannot be changed: a replacement sets a part of it"
            );
    }

    [Fact]
    public void An_init_container_that_a_patch_does_not_reach_changes_in_the_base()
    {
        var files = Files(
            $"resources: [../../base]\npatches:\n  - target: {{kind: Deployment}}\n    patch: |-\n      - op: replace\n        path: /spec/template/spec/containers/0/image\n        value: {Old}\n"
        );
        files["auth/base/deployment.yaml"] +=
            "          initContainers:\n            - name: migrate\n              image: registry.example:5000/togglemaster/auth-service:0000000\n"
                .Replace("          initContainers", "      initContainers")
                .Replace("            - name", "        - name")
                .Replace("              image", "          image");

        var after = new ManifestCase(files).Edit("auth");

        after[Overlay].ShouldContain($"value: {ManifestCase.NewImage}\n");
        after["auth/base/deployment.yaml"].ShouldContain($"name: migrate\n          image: {ManifestCase.NewImage}\n");
        after["auth/base/deployment.yaml"]
            .ShouldContain("image: registry.example:5000/togglemaster/auth-service:0000000\n");
    }

    [Theory]
    [InlineData("transformers: [own.yaml]\n", ":2:16: its transformer may change images")]
    [InlineData(
        "components: [https://git.example/x//part]\n",
        ":2:14: https://git.example/x//part is not in the repository, and may change images"
    )]
    [InlineData("patches: [{path: elsewhere.yaml}]\n", ":2:18: its patch cannot be read, and may change images")]
    [InlineData(
        "patches: [{path: own.yaml, target: {labelSelector: \"app in (a, b)\"}}]\n",
        ":2:18: whether its patch applies is unknown, because of the selector \"app in (a, b)\""
    )]
    public void What_may_change_images_and_is_not_understood_is_refused_with_its_place(string text, string reason)
    {
        var files = Files($"resources: [../../base]\n{text}");
        files["auth/overlays/develop/own.yaml"] = "apiVersion: example.com/v1\nkind: ImageMover\n";

        new ManifestCase(files).Refusal("auth").ShouldBe($"what auth runs cannot be told: {Overlay}{reason}");
    }

    private static Dictionary<string, string> Files(string overlay, string inBase = "") =>
        new()
        {
            ["auth/base/deployment.yaml"] = Deployment,
            ["auth/base/kustomization.yaml"] = $"resources: [deployment.yaml]\n{inBase}",
            [Overlay] = overlay,
        };
}
