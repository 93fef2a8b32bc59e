using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>Data that holds the value of a secret: it is never rewritten.</summary>
public class SecretNameTests
{
    [Theory]
    [InlineData("togglemaster")]
    [InlineData("auth-service")]
    [InlineData("develop")]
    [InlineData("registry.example")]
    public async Task A_word_that_the_catalog_states_is_no_secret(string word)
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Secrets = [word];

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        var trailers = DeploymentTrailers.Parse(await remote.Show("%B")).ShouldHaveSingleItem();
        trailers.Environment.ShouldBe("develop");
        var image = trailers.Services.ShouldHaveSingleItem().Image!;
        image.Name.ShouldBe("registry.example:5000/togglemaster/auth-service");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldEndWith($"image: {image}");
    }

    [Fact]
    public async Task A_reference_with_a_secret_is_refused_before_it_is_written()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump(["auth"], service => BumpWorkspace.Image(service, "made-up-token"));

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results
            .Single()
            .Reason!.ShouldStartWith(
                "the commit would hold the secret that a parameter of the build holds, in \"deploy(develop): auth ***\""
            );
        (await remote.Commits()).ShouldBe(1);
    }

    [Fact]
    public async Task A_secret_is_said_by_the_variable_that_holds_it()
    {
        var variable = $"SHOP_{Guid.NewGuid():N}_PASSWORD";
        Environment.SetEnvironmentVariable(variable, "made-up-v1-tag");
        try
        {
            using var remote = await GitOpsRemote.Create("auth");
            await using var workspace = await BumpWorkspace.Create(remote.Url);

            var results = await workspace.Bump(["auth"], service => BumpWorkspace.Image(service, "made-up-v1-tag"));

            results.Single().Reason!.ShouldContain($"the secret that {variable} holds");
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task A_persons_reason_in_which_a_secret_stands_is_refused()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Deliver();
        await workspace.Commit();
        await workspace.Deliver();
        var commits = await workspace.Remote.Commits();
        workspace.Secrets = ["made-up-secret"];

        StepResult[] results =
        [
            await workspace.RollBack("develop", new() { Reason = "made-up-secret leaked" }),
            await workspace.Promote("qa", new() { Reason = "made-up-secret leaked" }),
        ];

        foreach (var result in results)
        {
            result.Status.ShouldBe(StepStatus.Failed);
            result.Reason!.ShouldStartWith("the reason would hold the secret that ");
            result.Reason!.ShouldContain("\"*** leaked\"");
            result.Reason!.ShouldNotContain("made-up-secret");
        }

        (await workspace.Remote.Commits()).ShouldBe(commits);
    }

    [Fact]
    public async Task A_programs_reason_in_which_a_secret_stands_is_redacted_wherever_it_is_kept()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Deliver();
        await workspace.Commit();
        await workspace.Deliver();
        workspace.Secrets = ["made-up-secret"];

        // As an automatic rollback gives it, whatever Argo CD has said.
        var result = await workspace.Run(
            "Rollback",
            "develop",
            "auth",
            step => workspace.Kinds.Require(step.Environment).RollBack(step, new() { Reason = "made-up-secret leaked" })
        );

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.LastTrailers()).Reason.ShouldBe("*** leaked");
        (await workspace.Remote.Show("%B")).ShouldNotContain("made-up-secret");
        (await workspace.Remote.Read("gitops/develop/.pipeline/pins.yaml")).ShouldContain("*** leaked");
    }
}
