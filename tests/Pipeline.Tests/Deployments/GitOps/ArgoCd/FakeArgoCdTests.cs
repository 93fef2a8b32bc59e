using System.Text.Json.Nodes;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>What the fake is held against has to notice what is wrong.</summary>
public sealed class FakeArgoCdTests
{
    private readonly ArgoCdDescription description = new();

    [Theory]
    [InlineData("/api/v1/applications", "selector")]
    [InlineData("/api/v1/applications/auth", "refresh")]
    [InlineData("/api/v1/applications/auth/resource-tree", "project")]
    public void What_the_real_one_takes_is_taken(string path, string parameter) =>
        description.Refuse(path, [parameter]).ShouldBeNull();

    [Theory]
    [InlineData("/api/v1/applications", "fields", "/api/v1/applications takes no fields")]
    [InlineData("/api/v1/application", "", "/api/v1/application is not described")]
    public void What_the_real_one_does_not_know_is_refused(string path, string parameter, string expected) =>
        description.Refuse(path, parameter.Length > 0 ? [parameter] : []).ShouldBe(expected);

    [Theory]
    [InlineData("""{ "status": { "sync": { "state": "Synced" } } }""", "answer.status.sync.state is not described")]
    [InlineData("""{ "status": { "health": "Healthy" } }""", "answer.status.health is no object")]
    [InlineData(
        """{ "status": { "operationState": { "retryCount": "1" } } }""",
        "answer.status.operationState.retryCount is no integer"
    )]
    public void An_answer_that_the_real_one_does_not_give_is_noticed(string answer, string expected) =>
        description.Contradictions("/api/v1/applications/auth", 200, JsonNode.Parse(answer)).ShouldBe([expected]);
}
