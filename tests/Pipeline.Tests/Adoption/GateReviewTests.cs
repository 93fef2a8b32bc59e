using static Pipeline.Tests.Adoption.AdoptionFixture;

namespace Pipeline.Tests.Adoption;

/// <summary>A check that cannot fail is found in its line, and what only looks like one is not.</summary>
public sealed class GateReviewTests : IDisposable
{
    private const string Rule = "gate-cannot-fail";

    private readonly AdoptionFixture repository = new();

    [Theory]
    [InlineData("- run: pytest -q || true", 6)]
    [InlineData("- run: go test ./... || echo failed", 6)]
    [InlineData("- run: |\n    cd auth\n    golangci-lint run || :", 8)]
    [InlineData("- run: |\n    npm ci &&\n      npm test || exit 0", 8)]
    [InlineData("- run: |\n    go test \\\n      ./... || true", 7)]
    [InlineData("- run: trivy image --exit-code 0 auth:1", 6)]
    [InlineData("- run: flake8 --exit-zero .", 6)]
    [InlineData("- run: go test ./... | tee log.txt", 6)]
    [InlineData("- run: |\n    set +e\n    pytest\n    echo done", 8)]
    [InlineData("- run: npm test\n  continue-on-error: true", 6)]
    [InlineData("- uses: aquasecurity/trivy-action@master\n  with:\n    exit-code: '0'", 8)]
    [InlineData("- uses: aquasecurity/trivy-action@master\n  with:\n    image-ref: auth:1", 6)]
    [InlineData("- uses: golangci/golangci-lint-action@v6\n  continue-on-error: true", 6)]
    public async Task A_check_that_cannot_fail_is_found(string steps, int line) =>
        (await repository.Lines(Rule, Job(steps))).ShouldBe([line]);

    [Theory]
    [InlineData("- run: pytest -q")]
    [InlineData("- run: pytest -q || exit 1")]
    [InlineData("- run: pytest || echo failed && exit 1")]
    [InlineData("- run: echo \"pytest || true\"")]
    [InlineData("- run: \"# pytest || true\"")]
    [InlineData("- run: kubectl delete pod x || true")]
    [InlineData("- run: docker rm -f db || true\n- run: pytest")]
    [InlineData("- run: |\n    cat <<EOF > run.sh\n    pytest || true\n    EOF")]
    [InlineData("- run: |\n    set +e\n    pytest\n    code=$?\n    exit $code")]
    [InlineData("- run: |\n    set +e\n    pytest")]
    [InlineData("- run: go test ./... | tee log.txt\n  shell: bash")]
    [InlineData("- run: |\n    set -o pipefail\n    go test ./... | tee log.txt")]
    [InlineData("- run: trivy image --exit-code 0 auth:1\n- run: trivy image --exit-code 1 auth:1")]
    [InlineData("- uses: aquasecurity/trivy-action@master\n  with: { format: sarif, output: trivy.sarif }")]
    [InlineData("- uses: aquasecurity/trivy-action@master\n  with: { exit-code: 1 }")]
    [InlineData("- uses: github/codeql-action/upload-sarif@v3\n  continue-on-error: true")]
    [InlineData("- run: curl -d @coverage.json https://example.org\n  continue-on-error: true")]
    [InlineData("- run: npm test\n  continue-on-error: ${{ matrix.experimental }}")]
    public async Task What_only_looks_like_one_is_not(string steps) =>
        (await repository.Lines(Rule, Job(steps))).ShouldBeEmpty();

    [Fact]
    public async Task A_shell_that_the_workflow_names_counts_for_its_pipes() =>
        (
            await repository.Lines(
                Rule,
                Job("- run: go test ./... | tee log.txt", rights: "defaults: { run: { shell: bash } }")
            )
        ).ShouldBeEmpty();

    [Fact]
    public async Task A_finding_says_what_pipeline_does_instead()
    {
        var found = (await repository.Findings(Rule, Job("- run: pytest || true"))).Single();

        found.Message.ShouldBe(
            "pytest cannot fail the job build, because of || true: what it finds goes on to delivery"
        );
        found.Remark.ShouldNotBeNull().ShouldStartWith("Pipeline fails the step");
    }

    public void Dispose() => repository.Dispose();
}
