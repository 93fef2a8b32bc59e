using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Tests.Quality;

namespace Pipeline.Tests.Images.Registries;

/// <summary>Logins that docker keeps.</summary>
public sealed class DockerLoginTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-login-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("""{ "auths": { "ghcr.io": { "auth": "cm9ib3Q6bWFkZTp1cA==" } } }""", "ghcr.io")]
    [InlineData("""{ "auths": { "https://ghcr.io/v2/": { "auth": "cm9ib3Q6bWFkZTp1cA==" } } }""", "ghcr.io")]
    [InlineData("""{ "auths": { "https://index.docker.io/v1/": { "auth": "cm9ib3Q6bWFkZTp1cA==" } } }""", "docker.io")]
    [InlineData(
        """{ "auths": { "127.0.0.1:5000": { "username": "robot", "password": "made:up" } } }""",
        "127.0.0.1:5000"
    )]
    public async Task A_login_in_the_file_is_found_by_the_registrys_host(string config, string host) =>
        (await Login(config, host)).ShouldBe(new("robot", "made:up"));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "auths": { "ghcr.io": {} } }""")]
    [InlineData("""{ "auths": { "evil-ghcr.io": { "auth": "cm9ib3Q6bWFkZTp1cA==" } } }""")]
    public async Task A_registry_that_nothing_is_kept_for_is_open(string config) =>
        (await Login(config, "ghcr.io")).ShouldBeNull();

    [Fact]
    public async Task Without_a_file_there_is_no_login()
    {
        using var login = new DockerLogin("ghcr.io", folder / "none.json");

        (await login.Login(default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_identity_token_is_told_from_a_password() =>
        (
            await Login("""{ "auths": { "ghcr.io": { "auth": "cm9ib3Q6", "identitytoken": "made-up" } } }""", "ghcr.io")
        )!.IsIdentityToken.ShouldBeTrue();

    [Theory]
    [InlineData("""{ "credsStore": "kept" }""")]
    [InlineData("""{ "credsStore": "other", "credHelpers": { "ghcr.io": "kept" } }""")]
    public async Task A_credential_helper_is_asked_as_docker_asks_it(string config)
    {
        Helper(
            "kept",
            """[ "$1" = get ] && [ "$(cat)" = ghcr.io ] && echo '{"ServerURL":"ghcr.io","Username":"robot","Secret":"made-up"}'"""
        );

        (await Login(config, "ghcr.io")).ShouldBe(new("robot", "made-up"));
    }

    [Fact]
    public async Task A_helper_that_keeps_nothing_leaves_it_to_the_file()
    {
        Helper("kept", "echo 'credentials not found in native keychain'; exit 1");

        (
            await Login(
                """{ "credsStore": "kept", "auths": { "ghcr.io": { "auth": "cm9ib3Q6bWFkZTp1cA==" } } }""",
                "ghcr.io"
            )
        ).ShouldBe(new("robot", "made:up"));
    }

    [Fact]
    public async Task A_login_that_was_refused_is_asked_of_the_helper_again()
    {
        Helper(
            "kept",
            $$"""echo x >> {{folder}}/asked; echo "{\"Username\":\"robot\",\"Secret\":\"$(wc -l < {{folder}}/asked)\"}" """
        );
        File.WriteAllText(folder / "config.json", """{ "credsStore": "kept" }""");
        using var login = new DockerLogin("ghcr.io", folder / "config.json", folder);

        var first = await login.Login(default);
        var same = await login.Login(default);
        login.Forget(first!);

        same.ShouldBe(first);
        (await login.Login(default)).ShouldBe(new("robot", "2"));
    }

    [Fact]
    public async Task A_helper_that_is_not_installed_is_named()
    {
        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            Login("""{ "credsStore": "none" }""", "ghcr.io")
        );

        failure.Message.ShouldContain("docker-credential-none");
    }

    [Fact]
    public async Task What_a_helper_prints_is_not_told()
    {
        Helper("kept", """echo '{"Username":"robot","Secret":"made-up'""");

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            Login("""{ "credsStore": "kept" }""", "ghcr.io")
        );

        failure.Message.ShouldNotContain("made-up");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{ "auths": { "ghcr.io": { "auth": "???" } } }""")]
    public async Task A_file_that_is_damaged_is_named(string config) =>
        (await Should.ThrowAsync<StepFailedException>(() => Login(config, "ghcr.io"))).Message.ShouldNotContain("???");

    private async Task<RegistryCredential?> Login(string config, string host)
    {
        File.WriteAllText(folder / "config.json", config);
        using var login = new DockerLogin(host, folder / "config.json", folder);
        return await login.Login(default);
    }

    private void Helper(string name, string script) => Programs.Write(folder / $"docker-credential-{name}", script);
}
