using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class SshSettingsTests : IDisposable
{
    private const string Fingerprint = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly CatalogFixture repository = new("services/auth/go.mod", "ops/known_hosts");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void An_environment_names_its_hosts_and_how_they_are_known()
    {
        var platform = repository.Read(
            Text(
                "{ hosts: [deploy@10.0.0.1, 'root@[FE80::1]:2222'], knownHosts: ops/known_hosts, keyVariable: DEPLOY_KEY }"
            )
        );

        var environment = platform.Environment("production");
        environment.Deployments.ShouldBe(DeploymentKind.Ssh);
        environment.GitOps.ShouldBeNull();
        var settings = environment.Ssh!;
        settings.Hosts.ShouldBe([new("deploy", "10.0.0.1", 22), new("root", "fe80::1", 2222)]);
        $"{settings.Hosts[1]}".ShouldBe("root@[fe80::1]:2222");
        settings.KnownHosts.ShouldBe(repository.Root / "ops" / "known_hosts");
        (settings.Folder, settings.UnitPrefix).ShouldBe(("/opt/shop/production", "shop-production"));
        (settings.Keep, settings.AtATime, settings.Timeout).ShouldBe((5, 1, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_service_says_which_files_run_and_how()
    {
        var program = repository
            .Read(
                Text(
                    $"{{ hosts: [a@b], fingerprints: ['{Fingerprint}'], keyVariable: DEPLOY_KEY }}",
                    "{ files: /app, run: [./main, '--port=8000'], user: app, environment: [DATABASE_URL], port: 8000, health: /health }"
                )
            )
            .Services[0]
            .Ssh!;

        (program.Files, program.User, program.Port, program.Health).ShouldBe(("/app", "app", 8000, "/health"));
        program.Run.ShouldBe(["./main", "--port=8000"]);
        program.Environment.ShouldBe(["DATABASE_URL"]);
    }

    [Theory]
    [InlineData("keyVariable: K", "4:43: \"ssh\" of \"production\" says nothing about the keys of its hosts")]
    [InlineData("keyVariable: ghp_madeup, fingerprints: []", "the private key itself never stands in a catalog")]
    [InlineData("keyVariable: , fingerprints: []", "\"ssh\" lacks \"keyVariable\"")]
    [InlineData("keyVariable: K, timeout: .inf", "\"timeout\" must be a number")]
    [InlineData("keyVariable: K, timeout: Infinity", "\"timeout\" must be a number, not \"Infinity\"")]
    [InlineData("keyVariable: K, fingerprints: [MD5:00]", "\"MD5:00\" is not the fingerprint of a key")]
    [InlineData("keyVariable: K, knownHosts: ops/missing", "\"ops/missing\" does not exist")]
    [InlineData("keyVariable: K, bastion: nobody", "\"nobody\" is not a host: write USER@HOST")]
    [InlineData("keyVariable: K, bastion: 'a@b:70000'", "\"a@b:70000\" is not a host")]
    [InlineData("keyVariable: K, keep: 1", "\"keep\" is the number of releases that stay, at least 2, not 1")]
    [InlineData("keyVariable: K, atATime: 0", "\"atATime\" is a number of hosts, at least 1, not 0")]
    [InlineData("keyVariable: K, timeout: 0", "\"timeout\" is a number of minutes above 0 and up to 1440, not 0")]
    [InlineData(
        "keyVariable: K, timeout: 1e12",
        "\"timeout\" is a number of minutes above 0 and up to 1440, not 1000000000000"
    )]
    [InlineData("keyVariable: K, folder: '/opt/$(id)'", "cannot be the folder on the hosts")]
    [InlineData("keyVariable: K, folder: '/opt/../etc'", "cannot be the folder on the hosts")]
    public void What_cannot_be_deployed_to_is_refused(string keys, string problem) =>
        repository.Problems(Text($"{{ hosts: [a@b], {keys} }}")).ShouldContain(each => each.Contains(problem));

    [Theory]
    [InlineData("[]", "\"hosts\" is empty")]
    [InlineData("['a b@c']", "\"a b@c\" is not a host")]
    [InlineData("['-oProxyCommand=x@b']", "is not a host")]
    [InlineData("[a@b, c@b]", "\"c@b\" is named twice")]
    public void What_is_no_list_of_hosts_is_refused(string hosts, string problem) =>
        repository
            .Problems(Text($"{{ hosts: {hosts}, keyVariable: K, fingerprints: ['{Fingerprint}'] }}"))
            .ShouldContain(each => each.Contains(problem));

    [Theory]
    [InlineData("files: app, run: [./main]", "\"app\" is not a path in the image")]
    [InlineData("files: /app/../etc, run: [./main]", "is not a path in the image")]
    [InlineData("files: /app, run: []", "\"run\" is empty")]
    [InlineData("files: /app, run: [\"a\\nb\"]", "\"run\" has no line breaks")]
    [InlineData("files: /app, run: [~]", "\"run\" is empty")]
    [InlineData("files: /app, run: [a, null]", "\"run\" has an item without a text: quote it, or leave it out")]
    [InlineData("files: /app, run: ['-x']", "\"-\" before \"x\" has another meaning to systemd: write its path")]
    [InlineData("files: /app, run: ['@/bin/a', b]", "\"@\" before \"/bin/a\" has another meaning to systemd")]
    [InlineData("files: /app, run: [a], environment: [PATH]", "PATH is of the machine that the pipeline runs on")]
    [InlineData("files: /app, run: [a], environment: [GITHUB_TOKEN]", "GITHUB_TOKEN is of the machine")]
    [InlineData("files: , run: [a]", "\"ssh\" lacks \"files\"")]
    [InlineData("files: /app, run: [a], user: 'x y'", "\"x y\" is not the name of an account")]
    [InlineData("files: /app, run: [a], environment: ['A=b']", "a value itself never stands in a catalog")]
    [InlineData("files: /app, run: [a], port: 0", "\"port\" is a number from 1 to 65535, not 0")]
    [InlineData("files: /app, run: [a], health: /h", "\"health\" is asked at \"port\", which is not stated")]
    [InlineData("files: /app, run: [a], port: 1, health: h", "\"h\" is not a path")]
    public void What_cannot_run_on_a_host_is_refused(string keys, string problem) =>
        repository
            .Problems(Text($"{{ hosts: [a@b], fingerprints: ['{Fingerprint}'], keyVariable: K }}", $"{{ {keys} }}"))
            .ShouldContain(each => each.Contains(problem));

    [Theory]
    [InlineData(null)]
    [InlineData("~")]
    public void A_service_that_does_not_say_how_it_runs_is_named(string? program) =>
        repository
            .Problems(Text($"{{ hosts: [a@b], fingerprints: ['{Fingerprint}'], keyVariable: K }}", program))
            .ShouldBe([
                "2:13: \"production\" is deployed to by SSH, and the service \"auth\" lacks \"ssh\": state its \"files\" and what to \"run\"",
            ]);

    [Theory]
    [InlineData(
        "deployments: ssh, gitops: { path: x }",
        "\"gitops\" has no effect, as \"production\" is deployed to by SSH"
    )]
    [InlineData("deployments: ssh, promotion: pullRequest", "\"promotion\" has no effect")]
    [InlineData("deployments: ssh", "the environment \"production\" lacks \"ssh\"")]
    [InlineData(
        "local: true, ssh: { hosts: [a@b], keyVariable: K }",
        "\"ssh\" has no effect, as \"production\" is deployed to by GitOps"
    )]
    public void What_contradicts_the_kind_is_refused(string entry, string problem) =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments: {{ production: {{ registry: r.example, {entry} }} }}\n"
            )
            .ShouldContain(each => each.Contains(problem));

    [Theory]
    [InlineData("a@one", "b@one:2222", "/opt/a", "/opt/a", "\"b\" and \"a\" would share the folder /opt/a of a host")]
    [InlineData("a@one", "a@two", "/opt/a", "/opt/a", null)]
    [InlineData("a@one", "a@one", "/opt/a", "/opt/b", null)]
    public void Environments_share_no_folder_of_a_host(
        string firstHost,
        string secondHost,
        string firstFolder,
        string secondFolder,
        string? problem
    ) => ShouldSay(Two("a", firstHost, firstFolder, "b", secondHost, secondFolder), problem);

    [Theory]
    [InlineData("qa", "qa-eu", "\"auth\" in \"qa-eu\" and \"eu-auth\" in \"qa\" would share the unit shop-qa-eu-auth")]
    [InlineData("qa", "test-eu", null)]
    public void Environments_share_no_unit_of_a_host(string first, string second, string? problem) =>
        ShouldSay(Two(first, "a@one", "/opt/a", second, "a@one", "/opt/b"), problem);

    private void ShouldSay(string catalog, string? problem)
    {
        if (problem is null)
            repository.Read(catalog).Environments.Length.ShouldBe(3);
        else
            repository.Problems(catalog).ShouldHaveSingleItem().ShouldContain(problem);
    }

    private static string Two(
        string first,
        string firstHost,
        string firstFolder,
        string second,
        string secondHost,
        string secondFolder
    ) =>
        "platform: shop\n"
        + "services:\n"
        + "  auth: { path: services/auth, ssh: { files: /app, run: [./main] } }\n"
        + "  eu-auth: { path: services/auth, ssh: { files: /app, run: [./main] } }\n"
        + "environments:\n"
        + Hosted(first, firstHost, firstFolder)
        + Hosted(second, secondHost, secondFolder);

    private static string Hosted(string environment, string host, string folder) =>
        $"  {environment}: {{ registry: r.example, deployments: ssh, ssh: {{ hosts: ['{host}'], folder: {folder}, keyVariable: K, fingerprints: ['{Fingerprint}'] }} }}\n";

    private static string Text(string ssh, string? program = "{ files: /app, run: [./main] }") =>
        "platform: shop\n"
        + $"services: {{ auth: {{ {(program is null ? "" : $"ssh: {program}")} }} }}\n"
        + "environments:\n"
        + $"  production: {{ registry: r.example, ssh: {ssh}, deployments: ssh }}\n";
}
