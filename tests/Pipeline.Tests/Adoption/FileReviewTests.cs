namespace Pipeline.Tests.Adoption;

/// <summary>The review of Dockerfiles, manifests and keys.</summary>
public sealed class FileReviewTests : IDisposable
{
    private const string Digest = "@sha256:54c85f3c47607a77f32adec749d3c81d1348bf25833671f512b26a9b6d778cb3";

    private readonly AdoptionFixture repository = new();

    [Theory]
    [InlineData("FROM golang:1.24 AS build\nFROM scratch\nUSER 65532\n", "base-image-not-pinned Dockerfile:1")]
    [InlineData("FROM python:latest\nUSER app\n", "base-image-not-pinned Dockerfile:1")]
    [InlineData($"FROM python{Digest}\nRUN true\n", "runs-as-root Dockerfile:1")]
    [InlineData($"FROM python{Digest}\nUSER app\nUSER root\n", "runs-as-root Dockerfile:3")]
    [InlineData($"FROM python{Digest} AS base\nUSER app\nFROM base\nUSER 0\n", "runs-as-root Dockerfile:4")]
    public async Task A_Dockerfile_that_runs_as_root_or_on_a_moving_image_is_found(string text, string finding) =>
        (await repository.With("Dockerfile", text).Review()).ShouldBe([finding]);

    [Theory]
    [InlineData($"FROM python{Digest}\nUSER app\n")]
    [InlineData($"FROM python{Digest} AS base\nUSER app\nFROM base\n")]
    [InlineData($"FROM gcr.io/distroless/static:nonroot{Digest}\n")]
    [InlineData($"ARG BASE\nFROM $BASE\n")]
    [InlineData($"FROM python{Digest} AS base\nFROM base\nUSER 1000:1000\n")]
    public async Task One_that_does_not_is_not(string text) =>
        (await repository.With("Dockerfile", text).Review()).ShouldBeEmpty();

    [Theory]
    [InlineData("Dockerfile:Zone.Identifier")]
    [InlineData("Dockerfile.dockerignore")]
    [InlineData("node_modules/a/Dockerfile")]
    public async Task What_only_bears_the_name_is_no_Dockerfile(string path) =>
        (await repository.With(path, "FROM a:latest\n").Review()).ShouldBeEmpty();

    [Theory]
    [InlineData(
        "k8s/.argocd-source-auth.yaml",
        "kustomize: { images: ['a/auth:1'] }\n",
        "writer-argocd-source k8s/.argocd-source-auth.yaml:1:23"
    )]
    [InlineData(
        "argocd/updater.yaml",
        "apiVersion: argocd-image-updater.argoproj.io/v1alpha1\nkind: ImageUpdater\nspec: { applicationRefs: [{ namePattern: '*', images: [{ alias: a, imageName: a/auth }] }] }\n",
        "writer-image-updater argocd/updater.yaml:3:79"
    )]
    [InlineData(
        "argocd/auth.yaml",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: auth\n  annotations:\n    argocd-image-updater.argoproj.io/image-list: a/auth\n",
        "writer-image-updater argocd/auth.yaml:6:50"
    )]
    [InlineData(
        "clusters/images.yaml",
        "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageUpdateAutomation\n",
        "writer-flux clusters/images.yaml:2:7"
    )]
    public async Task What_writes_images_already_is_found(string path, string text, string finding) =>
        (await repository.With(path, text).Review()).ShouldBe([finding]);

    [Theory]
    [InlineData("k8s/.argocd-source-auth.yaml", "kustomize: { namePrefix: qa- }\n")]
    [InlineData("argocd/auth.yaml", "# argocd-image-updater.argoproj.io/image-list: a/auth\n")]
    public async Task What_only_looks_as_if_it_wrote_images_is_not(string path, string text) =>
        (await repository.With(path, text).Review()).ShouldBeEmpty();

    [Fact]
    public async Task A_manifest_without_limits_and_probes_is_found() =>
        (
            await repository
                .With(
                    "k8s/auth.yaml",
                    $$"""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: { name: auth }
                    spec:
                      selector: { matchLabels: { app: auth } }
                      template:
                        metadata: { labels: { app: auth } }
                        spec:
                          containers:
                            - name: auth
                              image: auth:1{{Digest}}
                    """
                )
                .Review()
        ).ShouldBe([
            "liveness-probe k8s/auth.yaml:10:17",
            "readiness-probe k8s/auth.yaml:10:17",
            "resources k8s/auth.yaml:10:17",
        ]);

    [Fact]
    public async Task A_compose_file_is_no_manifest() =>
        (await repository.With("compose.yaml", "services:\n  auth: { image: auth }\n").Review()).ShouldBeEmpty();

    [Fact]
    public async Task A_key_in_a_commit_is_found_and_never_repeated()
    {
        var key = $"AKIA{"IOSFODNN7ABCDEFG"}";
        repository.With("config.py", $"\nkey = '{key}'\n").With("tests/config.py", $"key = '{key}'\n").Commit();

        (await repository.Review()).ShouldBe(["secret-in-git config.py:2"]);
        (await repository.Findings("secret-in-git", "on: push\n")).Single().Message.ShouldNotContain(key);
    }

    [Theory]
    [InlineData("key = 'AKIAIOSFODNN7EXAMPLE'")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("key = os.environ['AWS_ACCESS_KEY_ID']")]
    public async Task What_is_no_key_is_not(string text) =>
        (await repository.With("config.py", text).Commit().Review()).ShouldBeEmpty();

    [Fact]
    public async Task What_Git_does_not_hold_is_no_secret_in_Git() =>
        (await repository.With(".env", $"KEY=AKIA{"IOSFODNN7ABCDEFG"}").Review()).ShouldBeEmpty();

    public void Dispose() => repository.Dispose();
}
