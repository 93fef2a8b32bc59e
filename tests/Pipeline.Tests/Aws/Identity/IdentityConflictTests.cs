using Pipeline.Aws.Identity;
using Pipeline.Catalog;

namespace Pipeline.Tests.Aws.Identity;

public class IdentityConflictTests
{
    private const string Ecr = "111111111111.dkr.ecr.us-east-1.amazonaws.com";

    [Theory]
    [InlineData(Ecr, "arn:aws:iam::111111111111:role/push", true)]
    [InlineData(Ecr, null, false)]
    public void A_key_beside_a_role_is_said_and_refused_where_the_catalog_names_the_role(
        string registry,
        string? role,
        bool isRefused
    )
    {
        var conflict = Find(registry, role, ("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_ROLE_ARN", "arn:of:the:job"));

        conflict.ShouldNotBeNull().IsRefused.ShouldBe(isRefused);
        conflict.Message.ShouldStartWith("AWS_ACCESS_KEY_ID is set and");
        conflict.Message.ShouldContain(role ?? "arn:of:the:job");
        conflict.Message.ShouldNotContain("AKIA");
    }

    [Theory]
    [InlineData(Ecr, "AWS_ACCESS_KEY_ID")]
    [InlineData(Ecr, "AWS_ROLE_ARN")]
    [InlineData("ghcr.io/acme", "AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN")]
    public void One_identity_is_none_and_a_registry_of_no_cloud_needs_none(string registry, params string[] set) =>
        Find(registry, "arn:aws:iam::111111111111:role/push", [.. set.Select(name => (name, "x"))]).ShouldBeNull();

    private static IdentityConflict? Find(string registry, string? role, params (string Name, string Value)[] set) =>
        IdentityConflict.Find(
            new()
            {
                Name = "develop",
                Registry = registry,
                GitOps = null,
                Gates = [],
                GitHub = new() { Role = role },
            },
            name => set.FirstOrDefault(one => one.Name == name).Value
        );
}
