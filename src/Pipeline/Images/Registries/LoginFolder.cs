using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;

namespace Pipeline.Images.Registries;

/// <summary>
/// The catalog's login as programs of others take one: a folder for <c>DOCKER_CONFIG</c> that has it beside all that the user's own
/// says, readable for nobody else, and gone with this. So no other registry that they ask gets to see it.
/// </summary>
internal sealed class LoginFolder : IDisposable
{
    private const string Builders = "BUILDX_CONFIG";

    private const string Contexts = "contexts";

    private readonly DirectoryInfo? folder;

    private LoginFolder(DirectoryInfo? folder, ImmutableDictionary<string, string?> variables) =>
        (this.folder, Variables) = (folder, variables);

    /// <summary>What a program finds it by; none where the catalog has no login, and the user's own configuration does.</summary>
    public ImmutableDictionary<string, string?> Variables { get; }

    /// <summary>Makes the folder for an environment's registry.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="step">The step that starts the program.</param>
    /// <exception cref="StepFailedException">The user's own configuration cannot be read.</exception>
    public static LoginFolder For(DeploymentEnvironment environment, StepContext step) =>
        For(environment, step, DockerConfig.DefaultFile);

    internal static LoginFolder For(DeploymentEnvironment environment, StepContext step, AbsolutePath own)
    {
        if (CatalogLogin.Find(environment.RegistryLogin) is not { } login)
            return new(null, ImmutableDictionary<string, string?>.Empty);

        var config = Merged(own, RegistryAddress.Host(environment.Registry), login).ToJsonString();
        var made = Scratch.Create(step.Artifacts, "login");
        AtomicFile.Write(Path.Combine(made.FullName, "config.json"), config, FileModes.OwnersAlone);
        LinkContexts(own.Parent!, made.FullName);
        return new(
            made,
            ImmutableDictionary<string, string?>
                .Empty.Add("DOCKER_CONFIG", made.FullName)
                // Builders are kept in the user's own folder.
                .Add(Builders, Environment.GetEnvironmentVariable(Builders) ?? own.Parent / "buildx")
        );
    }

    /// <inheritdoc />
    public void Dispose() => folder?.Delete(recursive: true);

    // The nodes of a builder may be named by Docker's contexts, which are looked for beside the configuration too.
    private static void LinkContexts(AbsolutePath own, AbsolutePath made)
    {
        // Windows lets few users make links.
        if (Directory.Exists(own / Contexts) && !OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(made / Contexts, own / Contexts);
    }

    private static JsonObject Merged(AbsolutePath own, string host, RegistryCredential login)
    {
        var config = DockerConfig.ReadJson(own);
        var server = DockerConfig.KeyOf(host);
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Username}:{login.Password}"));
        Part("auths")[server] = new JsonObject { ["auth"] = text };
        // A helper goes before the file; where there is one for all registries, an empty name leaves this one out.
        (config["credHelpers"] as JsonObject)?.Remove(server);
        if (config["credsStore"] is not null)
            Part("credHelpers")[server] = "";
        // Plugins are looked for beside the configuration.
        var plugins = config["cliPluginsExtraDirs"] as JsonArray ?? [];
        plugins.Add((own.Parent / "cli-plugins").ToString());
        config["cliPluginsExtraDirs"] = plugins;
        return config;

        JsonObject Part(string name)
        {
            if (config[name] is JsonObject known)
                return known;
            var part = new JsonObject();
            config[name] = part;
            return part;
        }
    }
}
