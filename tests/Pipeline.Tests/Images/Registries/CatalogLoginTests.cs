using System.Text;
using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Registries;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images.Registries;

/// <summary>Logins that the catalog names, at the real registry.</summary>
public sealed class CatalogLoginTests(Engines engines) : IDisposable
{
    // The environment is shared by all tests of the process.
    private readonly string variable = $"PIPELINE_{Guid.NewGuid():N}";

    public void Dispose() => Environment.SetEnvironmentVariable(variable, null);

    [Fact]
    public async Task The_registry_lets_in_who_has_the_password_of_the_catalogs_user()
    {
        await using var registry = await ClosedRegistry.Start();
        await using var harness = Harness(registry, ClosedRegistry.Password + "\n");

        var digest = await Put(harness, "shop/auth");

        (await registry.Has("shop/auth", digest)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "set VARIABLE, which the catalog names, or log in with \"docker login HOST\"")]
    [InlineData("wrong", "VARIABLE does not hold the password of robot$shop, whom the catalog names")]
    public async Task Who_has_not_is_told_what_to_do(string? password, string remedy)
    {
        await using var registry = await ClosedRegistry.Start();
        await using var harness = Harness(registry, password);

        var failure = await Should.ThrowAsync<StepFailedException>(() => Put(harness, "shop/auth"));

        failure.Message.ShouldContain("wants a login (401)");
        failure.Message.ShouldEndWith(
            remedy
                .Replace("VARIABLE", variable, StringComparison.Ordinal)
                .Replace("HOST", registry.Name, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.BuildxStore)]
    public async Task What_is_built_gets_there_on_a_base_from_there(string engine)
    {
        await using var registry = await ClosedRegistry.Start();
        await using var harness = await ImageHarness.Create(engines, engine);
        Close(harness.Steps, registry, ClosedRegistry.Password);
        if (engine == Engines.BuildxStore)
            harness.Steps.Write(
                "Dockerfile",
                $"FROM {registry.Name}/shop/base@{await Put(harness.Steps, "shop/base")}\nCOPY . /\n"
            );

        var built = await harness.Image();
        var pushed = await harness.Push();

        built.Status.ShouldBe(StepStatus.Passed, built.Reason);
        pushed.Status.ShouldBe(StepStatus.Passed, pushed.Reason);
        pushed.Reason!.ShouldStartWith("pushed as sha256:");
    }

    [Fact]
    public async Task Environments_that_share_a_registry_each_have_their_own_login()
    {
        await using var registry = await ClosedRegistry.Start();
        await using var harness = Harness(registry, ClosedRegistry.Password);
        var unknown = harness.Environment with { RegistryLogin = new("stranger", variable) };

        var found = await Holds(harness, harness.Environment, registry.Name);
        var failure = await Should.ThrowAsync<StepFailedException>(() => Holds(harness, unknown, registry.Name));

        found.ShouldBeFalse();
        failure.Message.ShouldContain("password of stranger");
    }

    [Fact]
    public async Task A_registry_that_a_manifest_names_is_not_shown_the_environments_login()
    {
        await using var registry = await ClosedRegistry.Start();
        await using var other = await ClosedRegistry.Start();
        await using var harness = Harness(registry, ClosedRegistry.Password);
        var image = new ImageReference(null, "shop/auth", null, $"sha256:{new string('a', 64)}");

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            harness.Ask(step =>
                RegistryImages.Copy(
                    step,
                    harness.Environment,
                    image with
                    {
                        Registry = other.Name,
                    },
                    harness.Environment,
                    image with
                    {
                        Registry = registry.Name,
                    }
                )
            )
        );

        failure.Message.ShouldStartWith($"the registry {other.Name} wants a login (401)");
    }

    [Fact]
    public async Task A_registry_that_a_Dockerfile_names_is_not_shown_the_environments_login()
    {
        await using var registry = await ClosedRegistry.Start();
        await using var other = await ClosedRegistry.Start();
        await using var harness = Harness(registry, ClosedRegistry.Password);
        var arguments = new Dictionary<string, string>();

        var pinned = await harness.Ask(step =>
            PinnedImages.Of($"FROM {other.Name}/shop/base:1\nFROM {registry.Name}/shop/base:1\n", arguments, step)
        );

        pinned.ShouldBe(PinnedImages.None);
        var log = harness.Log("Ask").Split('\n');
        log[0].ShouldContain($"the registry {other.Name} wants a login (401)");
        log[1].ShouldBe($"{registry.Name}/shop/base:1 is not in its registry");
    }

    // In the place of trivy stands another program that reads an image in a registry, with the login that it is given.
    [Fact]
    public async Task A_scanner_finds_the_login_and_nothing_is_left_of_it()
    {
        await using var registry = await ClosedRegistry.Start();
        await using var harness = Harness(registry, ClosedRegistry.Password);
        harness.SearchPath = $"{harness.Root}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        var digest = await Put(harness, "shop/auth");
        Programs.Write(
            harness.Root / "trivy",
            $$"""
            for last; do :; done
            [ "$1" = version ] && echo '{"Version":"0.65.0"}' && exit 0
            echo "$DOCKER_CONFIG" > "$0.folder"
            stat -c %a "$DOCKER_CONFIG" > "$0.mode"
            skopeo inspect --raw --tls-verify=false --authfile "$DOCKER_CONFIG/config.json" "docker://$last" >&2 || exit 1
            while [ "$1" != --output ]; do shift; done
            cp '{{Fixtures.Find("made/trivy-clean.json")}}' "$2"
            """
        );

        var report = await harness.Ask(step =>
            RegistryImages.Scan(step, step.Environment, new(registry.Name, "shop/auth", null, digest))
        );

        report.Outcome.ShouldBe(ScanOutcome.Complete, report.Detail);
        File.ReadAllText(harness.Root / "trivy.mode").Trim().ShouldBe("700");
        Directory.Exists(File.ReadAllText(harness.Root / "trivy.folder").Trim()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_docker_knows_of_other_registries_stays_beside_the_login()
    {
        await using var harness = new StepHarness();
        Environment.SetEnvironmentVariable(variable, "made-up");
        harness.Environment = harness.Environment with
        {
            Registry = "docker.io/acme",
            RegistryLogin = new("robot", variable),
        };
        var own = harness.Root / "config.json";
        File.WriteAllText(
            own,
            """{ "auths": { "ghcr.io": { "auth": "b3RoZXI6MQ==" } }, "credsStore": "desktop", "proxies": { "default": {} }, }"""
        );

        var config = await harness.Ask(async step =>
        {
            using var folder = DockerConfigFolder.For(step.Environment, step, own);
            var text = await File.ReadAllTextAsync(Path.Combine(folder.Variables["DOCKER_CONFIG"]!, "config.json"));
            return JsonDocument.Parse(text).RootElement;
        });

        var auths = config.GetProperty("auths");
        auths.GetProperty("ghcr.io").GetProperty("auth").GetString().ShouldBe("b3RoZXI6MQ==");
        Encoding
            .UTF8.GetString(auths.GetProperty("https://index.docker.io/v1/").GetProperty("auth").GetBytesFromBase64())
            .ShouldBe("robot:made-up");
        config.GetProperty("credHelpers").GetProperty("https://index.docker.io/v1/").GetString().ShouldBe("");
        config.GetProperty("credsStore").GetString().ShouldBe("desktop");
        config.TryGetProperty("proxies", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Plugins_and_contexts_are_found_beside_the_login_as_without_it()
    {
        await using var harness = new StepHarness();
        Environment.SetEnvironmentVariable(variable, "made-up");
        harness.Environment = harness.Environment with { RegistryLogin = new("robot", variable) };
        var own = harness.Root / "docker";
        Directory.CreateDirectory(own / "contexts" / "meta");
        File.WriteAllText(own / "config.json", """{ "cliPluginsExtraDirs": ["/opt/plugins"] }""");
        File.WriteAllText(own / "contexts" / "meta" / "arm.json", "{}");

        var (plugins, context) = await harness.Ask(async step =>
        {
            using var folder = DockerConfigFolder.For(step.Environment, step, own / "config.json");
            var made = folder.Variables["DOCKER_CONFIG"]!;
            var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(made, "config.json")));
            return (
                config.RootElement.GetProperty("cliPluginsExtraDirs").ToString(),
                File.Exists(Path.Combine(made, "contexts", "meta", "arm.json"))
            );
        });

        JsonSerializer.Deserialize<string[]>(plugins).ShouldBe(["/opt/plugins", own / "cli-plugins"]);
        context.ShouldBeTrue();
        File.Exists(own / "contexts" / "meta" / "arm.json").ShouldBeTrue();
    }

    [Fact]
    public void The_password_is_a_secret_whatever_its_variable_is_called()
    {
        Environment.SetEnvironmentVariable(variable, "made-up-password");
        var environment = new DeploymentEnvironment
        {
            Name = "develop",
            Registry = "harbor.example",
            RegistryLogin = new("robot", variable),
            GitOps = new("nowhere", "main", ""),
            Gates = [],
        };

        RegistrySecrets
            .Of(
                new()
                {
                    Name = "shop",
                    Root = "/",
                    Services = [],
                    Environments = [environment],
                }
            )
            .ShouldBe(["made-up-password"]);
    }

    private StepHarness Harness(ClosedRegistry registry, string? password)
    {
        var harness = new StepHarness();
        Close(harness, registry, password);
        return harness;
    }

    private void Close(StepHarness harness, ClosedRegistry registry, string? password)
    {
        Environment.SetEnvironmentVariable(variable, password);
        harness.Environment = harness.Environment with
        {
            Name = "develop",
            Registry = registry.Name,
            RegistryLogin = new(ClosedRegistry.User, variable),
        };
    }

    private static Task<bool> Holds(StepHarness harness, DeploymentEnvironment environment, string registry) =>
        harness.Ask(step =>
            RegistryImages.Holds(step, environment, new(registry, "shop/auth", null, $"sha256:{new string('a', 64)}"))
        );

    private static Task<string> Put(StepHarness harness, string repository) =>
        harness.Ask(async step =>
        {
            var registry = await RegistryAccess.Of(step);
            var layer = new byte[1024];
            var config = Encoding.UTF8.GetBytes(
                $$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{RegistryBench.Describe(layer).Digest}}"] } }"""
            );
            foreach (var blob in new[] { config, layer })
                await registry.Client.Upload(
                    repository,
                    RegistryBench.Describe(blob),
                    new MemoryStream(blob),
                    step.Log,
                    default
                );
            var manifest = RegistryBench.Image(
                RegistryBench.Describe(config, "application/vnd.oci.image.config.v1+json"),
                RegistryBench.Describe(layer, "application/vnd.oci.image.layer.v1.tar")
            );
            await registry.Client.PutManifest(repository, null, manifest, step.Log, default);
            return manifest.Digest;
        });
}
