using static Pipeline.Tests.Adoption.AdoptionFixture;

namespace Pipeline.Tests.Adoption;

/// <summary>Each rule for workflows finds what proves it, and is silent about what looks like it.</summary>
public sealed class WorkflowReviewTests : IDisposable
{
    private const string Deployment = """
        kind: Deployment
        spec:
          template:
            spec:
              containers:
                - name: auth
                  image: registry.example/auth:1
                - name: collector
                  image: otel/collector:0.1
        """;

    private const string Pinned = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1";

    private readonly AdoptionFixture repository = new AdoptionFixture().With("k8s/auth.yaml", Deployment);

    [Theory]
    [InlineData("push-race", "- run: |\n    git commit -am bump\n    git push", 8)]
    [InlineData("push-race", "- run: git -C gitops commit -am bump && git -C gitops push origin main", 6)]
    [InlineData(
        "retry-ends-green",
        "- run: |\n    git commit -am bump\n    for i in 1 2 3; do\n      git pull --rebase\n      git push && break\n    done",
        8
    )]
    [InlineData(
        "sed-without-match",
        "- run: |\n    sed -i \"s|image: registry.example/flag:.*|image: x|\" k8s/auth.yaml",
        7
    )]
    [InlineData("sed-too-greedy", "- run: |\n    sed -i 's|image: .*|image: x|' k8s/auth.yaml", 7)]
    [InlineData("mutable-tag", "- run: docker push registry.example/auth:latest", 6)]
    [InlineData(
        "mutable-tag",
        "- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: registry.example/auth:latest",
        9
    )]
    [InlineData(
        "mutable-tag",
        "- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: ${{ secrets.HOST }}/auth:latest",
        9
    )]
    [InlineData("unpinned-action", "- uses: actions/checkout@v4", 6)]
    [InlineData("unpinned-action", "- uses: docker://alpine:3", 6)]
    [InlineData("piped-script", "- run: curl -sSfL https://example.org/install.sh | sh -s -- -b /bin", 6)]
    [InlineData("script-injection", "- run: |\n    echo\n    echo \"${{ github.event.pull_request.title }}\"", 8)]
    [InlineData(
        "static-cloud-key",
        "- uses: aws-actions/configure-aws-credentials@v4\n  with:\n    aws-access-key-id: ${{ secrets.AWS_ACCESS_KEY_ID }}",
        8
    )]
    [InlineData(
        "cache-in-release",
        "- uses: actions/cache@v4\n- run: docker push registry.example/auth:${{ github.sha }}",
        6
    )]
    [InlineData("no-timeout", "- run: make", 4)]
    public async Task What_proves_a_rule_is_found(string rule, string steps, int line) =>
        (await repository.Lines(rule, Job(steps))).ShouldBe([line]);

    [Theory]
    [InlineData("push-race", "- run: git push --tags")]
    [InlineData("push-race", "- run: git push origin v1")]
    [InlineData("push-race", "- run: |\n    git switch -c bump\n    git commit -am bump\n    git push origin bump")]
    [InlineData("push-race", "- run: |\n    git commit -am bump\n    until git push; do git pull --rebase; done")]
    [InlineData(
        "retry-ends-green",
        "- run: |\n    git commit -am bump\n    for i in 1 2 3; do\n      git push && exit 0\n    done\n    exit 1"
    )]
    [InlineData(
        "retry-ends-green",
        "- run: |\n    git commit -am bump\n    for i in 1 2 3; do\n      git push && break\n      test $i -lt 3 || exit 1\n    done"
    )]
    [InlineData(
        "sed-without-match",
        "- run: |\n    sed -i \"s|image: registry.example/auth:.*|image: x|\" k8s/auth.yaml"
    )]
    [InlineData("sed-without-match", "- run: |\n    sed -i \"s|image: $IMAGE:.*|image: x|\" k8s/auth.yaml")]
    [InlineData("sed-without-match", "- run: |\n    sed -i \"s|nothing|x|\" elsewhere/auth.yaml")]
    [InlineData(
        "sed-without-match",
        "- run: |\n    sed -i -E 's|image: (registry.example/)?auth:[0-9]+|image: x|' k8s/auth.yaml"
    )]
    [InlineData("sed-too-greedy", "- run: |\n    sed -i 's|image: registry.example/auth:.*|image: x|' k8s/auth.yaml")]
    [InlineData("mutable-tag", "- run: docker push registry.example/auth:${{ github.sha }}")]
    [InlineData(
        "mutable-tag",
        "- run: |\n    docker push registry.example/auth:$SHA\n    docker push registry.example/auth:latest"
    )]
    [InlineData(
        "mutable-tag",
        "- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: |\n      registry.example/auth:latest\n      registry.example/auth:${{ github.sha }}"
    )]
    [InlineData("mutable-tag", "- uses: docker/build-push-action@v6\n  with:\n    push: false\n    tags: auth:latest")]
    [InlineData("unpinned-action", "- uses: ./.github/actions/setup\n- uses: " + Pinned)]
    [InlineData("piped-script", "- run: curl -sS https://example.org/data.json | jq .")]
    [InlineData(
        "script-injection",
        "- run: echo \"$TITLE\"\n  env: { TITLE: \"${{ github.event.pull_request.title }}\" }"
    )]
    [InlineData("script-injection", "- run: echo ${{ github.event.pull_request.number }}")]
    [InlineData(
        "static-cloud-key",
        "- uses: aws-actions/configure-aws-credentials@v4\n  with: { role-to-assume: \"arn:aws:iam::111111111111:role/deliver\" }"
    )]
    [InlineData("cache-in-release", "- uses: actions/cache@v4\n- run: docker build .")]
    [InlineData("no-timeout", "- run: make\n  timeout-minutes: 5")]
    public async Task What_looks_like_it_is_not(string rule, string steps) =>
        (await repository.Lines(rule, Job(steps))).ShouldBeEmpty();

    [Fact]
    public async Task Runs_that_are_kept_apart_do_not_race() =>
        (
            await repository.Lines(
                "push-race",
                Job("- run: git commit -am bump && git push", rights: "concurrency: deliver")
            )
        ).ShouldBeEmpty();

    [Theory]
    [InlineData("[push, pull_request]", "- run: docker push registry.example/auth:$SHA", 1)]
    [InlineData(
        "[push, pull_request]",
        "- run: docker push registry.example/auth:$SHA\n  if: github.event_name == 'push'",
        0
    )]
    [InlineData("push", "- run: docker push registry.example/auth:$SHA", 0)]
    [InlineData("pull_request", "- run: docker build .", 0)]
    public async Task An_image_that_a_pull_request_pushes_is_found(string on, string steps, int findings) =>
        (await repository.Lines("image-from-pull-request", Job(steps, on))).Count.ShouldBe(findings);

    [Theory]
    [InlineData("permissions: {}", 0)]
    [InlineData("permissions: read-all", 0)]
    [InlineData("env: { A: b }", 1)]
    public async Task A_job_without_stated_rights_is_found(string rights, int findings) =>
        (await repository.Lines("no-permissions", Job("- run: make", rights: rights))).Count.ShouldBe(findings);

    [Fact]
    public async Task Code_of_a_stranger_in_a_job_with_secrets_is_critical()
    {
        var found = await repository.Findings(
            "pull-request-target",
            Job(
                $"- uses: {Pinned}\n  with:\n    ref: ${{{{ github.event.pull_request.head.sha }}}}",
                "pull_request_target"
            )
        );

        found.Single().Severity.ShouldBe(Pipeline.Catalog.Severity.Critical);
        found.Single().Line.ShouldBe(8);
    }

    [Fact]
    public async Task A_workflow_that_pipeline_wrote_is_not_reviewed() =>
        (
            await repository.Findings(
                "no-timeout",
                "# Written by ./build.sh Workflows, as [DeliverWorkflow] of the build says: change that, not this file.\n"
                    + Job("- run: make")
            )
        ).ShouldBeEmpty();

    [Fact]
    public async Task A_file_that_is_no_yaml_is_no_workflow() =>
        (await repository.Findings("no-timeout", "jobs:\n\t- a")).ShouldBeEmpty();

    public void Dispose() => repository.Dispose();
}
