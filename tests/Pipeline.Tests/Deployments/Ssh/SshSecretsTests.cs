using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Tests.Catalog;

namespace Pipeline.Tests.Deployments.Ssh;

public sealed class SshSecretsTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void What_services_get_by_variables_is_secret_where_it_is_no_mere_word()
    {
        var variable = $"SETTING_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, "made-up-value");
        Environment.SetEnvironmentVariable($"{variable}_LEVEL", "info");

        var secrets = SshSecrets.Of(
            repository.Read(
                """
                platform: shop
                services:
                  auth: { ssh: { files: /app, run: [./main], environment: [{variable}, {variable}_LEVEL] } }
                environments:
                  production:
                    registry: r.example
                    deployments: ssh
                    ssh: { hosts: [a@b], keyVariable: K_{variable}, fingerprints: ['SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] }
                """.Replace("{variable}", variable, StringComparison.Ordinal)
            )
        );

        secrets.ShouldBe(["made-up-value"]);
    }
}
