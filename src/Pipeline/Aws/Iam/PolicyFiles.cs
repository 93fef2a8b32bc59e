using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Files;

namespace Pipeline.Aws.Iam;

/// <summary>The target <c>IamPolicies</c>: writes the policies of roles, and shows how AWS takes them.</summary>
internal static class PolicyFiles
{
    /// <summary>Writes two files for each role, in a folder of its name.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="ids">GitHub's ids of owner and repository; null where they are not known.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="output">Takes the commands.</param>
    /// <exception cref="IamException">No policy follows from the catalog.</exception>
    public static void Write(Platform platform, string? ids, AbsolutePath folder, TextWriter output)
    {
        var repository = SourceRepository.Of(platform.Source, ids);
        var roles = DeliveryRole.Of(platform, repository);
        if (roles.IsEmpty)
            throw new IamException(
                "no environment has a role, and a registry of Amazon ECR or a cluster of Amazon ECS: set \"github.role\", and \"registry\" or \"ecs\", of it in the catalog"
            );

        foreach (var role in roles)
        {
            var (trust, permissions) = (
                folder / role.Arn.Name / "trust-policy.json",
                folder / role.Arn.Name / "permissions-policy.json"
            );
            Directory.CreateDirectory(trust.Parent!);
            AtomicFile.Write(trust, $"{role.Trust}");
            AtomicFile.Write(permissions, $"{role.Permissions}");
            output.WriteLine($"{role.Arn.Text}:");
            output.WriteLine(
                $"  aws iam create-role --path {role.Arn.Path} --role-name {role.Arn.Name} --assume-role-policy-document file://{Shown(trust)}"
            );
            output.WriteLine(
                $"  aws iam put-role-policy --role-name {role.Arn.Name} --policy-name pipeline --policy-document file://{Shown(permissions)}"
            );
        }

        if (repository.Ids is null)
            output.WriteLine(
                $"for a repository created or renamed since 2026-07-15 the roles also need its ids: --repository-ids \"$(gh api repos/{repository.Owner}/{repository.Name} --jq '\"\\(.owner.id)/\\(.id)\"')\""
            );

        string Shown(AbsolutePath file) => SlashedPath.Between(platform.Root, file);
    }
}
