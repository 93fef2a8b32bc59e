using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <content>A builder in a container, created where the daemon's own builder supports one platform at a time.</content>
internal sealed partial class Buildx
{
    /// <summary>The image of BuildKit that the builder runs.</summary>
    /// <remarks>
    /// https://github.com/moby/buildkit/releases/tag/v0.30.0, by the digest of its index on Docker Hub.
    /// </remarks>
    internal const string BuildKit =
        $"moby/buildkit:{BuildKitVersion}@sha256:0168606be2315b7c807a03b3d8aa79beefdb31c98740cebdffdfeebf31190c9f";

    private const string BuildKitVersion = "v0.30.0";

    // Includes the time to pull its image.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    // One for each daemon and version of BuildKit, shared by all runs.
    private string ContainerName =>
        $"pipeline-{BuildKitVersion}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint.OriginalString)))[..8]}";

    /// <summary>
    /// The same buildx with the builder in a container, which is created where it does not exist, and kept.
    /// </summary>
    /// <exception cref="StepFailedException">It could not be created or started.</exception>
    public async Task<Buildx> InContainer(CancellationToken cancellation)
    {
        var name = ContainerName;
        // Another run may create it at the same time: only the start tells whether it exists.
        var created = await Ask(cancellation, "inspect", name) is null
            ? await Try(
                Patience,
                cancellation,
                ["create", "--name", name, "--driver", "docker-container", "--driver-opt", $"image={BuildKit}"]
            )
            : null;
        var started = await Try(StartPatience, cancellation, ["inspect", "--bootstrap", name]);
        if (started is { ExitCode: 0 })
            return new(docker, endpoint)
            {
                Name =
                    $"{Name[..Name.IndexOf(',', StringComparison.Ordinal)]}, builder {name} (docker-container driver)",
                WritesLayouts = true,
                Builder = name,
            };

        var uncreated = created is { ExitCode: not 0 } ? $"{Reason(created.StandardError, created.ExitCode)}; " : "";
        var why = started is null
            ? $"it did not end within {StartPatience.TotalMinutes:0} minutes"
            : Reason(started.StandardError, started.ExitCode);
        throw EngineFailure.Of(
            $"docker buildx could not start {name}, which builds for several platforms, from {BuildKit}: {uncreated}{why}; choose a builder that does (docker buildx create --use), or turn on Docker's containerd image store"
        );
    }

    private async Task<BufferedCommandResult?> Try(
        TimeSpan patience,
        CancellationToken cancellation,
        ImmutableArray<string> arguments
    )
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
        try
        {
            return await Cli.Wrap(docker)
                .WithArguments(["buildx", .. arguments])
                .WithEnvironmentVariables(Variables())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
