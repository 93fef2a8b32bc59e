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
/// The catalog's login for other programs: a temporary <c>DOCKER_CONFIG</c> folder with the user's own configuration
/// and this login, readable by this user only, and deleted with this object. The login is used for its own registry
/// only.
/// </summary>
internal sealed class DockerConfigFolder : IDisposable
{
    private const string Builders = "BUILDX_CONFIG";

    private const string Contexts = "contexts";

    private readonly DirectoryInfo? folder;

    private DockerConfigFolder(DirectoryInfo? folder, ImmutableDictionary<string, string?> variables) =>
        (this.folder, Variables) = (folder, variables);

    /// <summary>
    /// The environment variables that point to it; none where the catalog has no login, and the user's own
    /// configuration is used.
    /// </summary>
    public ImmutableDictionary<string, string?> Variables { get; }

    /// <summary>Creates the folder for an environment's registry.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="step">The step that starts the program.</param>
    /// <exception cref="StepFailedException">The user's own configuration cannot be read.</exception>
    public static DockerConfigFolder For(DeploymentEnvironment environment, StepContext step) =>
        For(environment, step, DockerConfig.DefaultFile);

    internal static DockerConfigFolder For(DeploymentEnvironment environment, StepContext step, AbsolutePath own)
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
                // The user's builders are configured beside their own config.json.
                .Add(Builders, Environment.GetEnvironmentVariable(Builders) ?? own.Parent / "buildx")
        );
    }

    /// <inheritdoc />
    public void Dispose() => folder?.Delete(recursive: true);

    // A builder's nodes may be Docker contexts, which are read from this folder too.
    private static void LinkContexts(AbsolutePath own, AbsolutePath made)
    {
        // On Windows, few users may create links.
        if (Directory.Exists(own / Contexts) && !OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(made / Contexts, own / Contexts);
    }

    private static JsonObject Merged(AbsolutePath own, string host, RegistryCredential login)
    {
        var config = DockerConfig.ReadJson(own);
        var server = DockerConfig.KeyOf(host);
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Username}:{login.Password}"));
        Part("auths")[server] = new JsonObject { ["auth"] = text };
        // A helper takes precedence over the file; an empty name exempts this registry from the one for all.
        (config["credHelpers"] as JsonObject)?.Remove(server);
        if (config["credsStore"] is not null)
            Part("credHelpers")[server] = "";
        // Plugins are searched in this folder too.
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
