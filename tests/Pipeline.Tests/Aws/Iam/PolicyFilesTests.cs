using System.Text.Json.Nodes;
using Pipeline.Tests.Workflows;

namespace Pipeline.Tests.Aws.Iam;

/// <summary>The target around the policies, run as a user would.</summary>
public sealed class PolicyFilesTests : IDisposable
{
    private const string Role = "{ role: \"arn:aws:iam::111111111111:role/ci/develop\" }";

    private readonly string root = Directory.CreateTempSubdirectory("pipeline-iam-").FullName;

    public PolicyFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        Directory.CreateDirectory(Path.Combine(root, "auth"));
        File.WriteAllText(Path.Combine(root, "auth", "go.mod"), "module auth\n");
        Write(Role);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Each_role_has_two_files_and_the_commands_that_take_them()
    {
        var outcome = GeneratedWorkflows.Build(root, "IamPolicies");

        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput);
        outcome.StandardOutput.ShouldContain(
            "aws iam create-role --path /ci/ --role-name develop --assume-role-policy-document file://artifacts/iam/develop/trust-policy.json"
        );
        outcome.StandardOutput.ShouldContain(
            "aws iam put-role-policy --role-name develop --policy-name pipeline --policy-document file://artifacts/iam/develop/permissions-policy.json"
        );
        outcome.StandardOutput.ShouldContain("--repository-ids \"$(gh api repos/acme/shop --jq");
        Versions().ShouldBe(["2012-10-17", "2012-10-17"]);
    }

    [Fact]
    public void Without_a_role_it_says_what_the_catalog_lacks()
    {
        Write("{}");

        var outcome = GeneratedWorkflows.Build(root, "IamPolicies");

        outcome.ExitCode.ShouldBe(255);
        outcome.StandardOutput.ShouldContain("set \"github.role\", and \"registry\" or \"ecs\", of it in the catalog");
    }

    private IEnumerable<string> Versions() =>
        Directory
            .EnumerateFiles(Path.Combine(root, "artifacts", "iam"), "*.json", SearchOption.AllDirectories)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["Version"]!.GetValue<string>());

    private void Write(string github) =>
        File.WriteAllText(
            Path.Combine(root, "pipeline.yaml"),
            $$"""
            platform: shop
            source: https://github.com/acme/shop
            services: { auth: {} }
            environments:
              develop:
                registry: 111111111111.dkr.ecr.us-east-1.amazonaws.com
                gitops: { repository: https://github.com/acme/gitops }
                github: {{github}}

            """
        );
}
