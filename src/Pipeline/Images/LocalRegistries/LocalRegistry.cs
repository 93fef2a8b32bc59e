using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;

namespace Pipeline.Images.LocalRegistries;

/// <summary>
/// The registry of the <c>local</c> environment. Where one answers already, such as that of another run, it is used;
/// else one is started, which ends with the run. When the other run's ends, one is started in its place. What this
/// run's platform has in the registry of a run in another workspace is copied to its own.
/// </summary>
/// <param name="location">The registry.</param>
/// <param name="session">Logs in to it.</param>
internal sealed class LocalRegistry(RegistryLocation location, IRegistrySession session) : IRegistrySession
{
    /// <summary>Version 2.8.3 of the reference implementation.</summary>
    internal static readonly ImageReference Image = ImageReference.Parse(
        "docker.io/library/registry:2.8.3@sha256:a3d8aaa63ed8681a604f1dea0aa03f100d5895b6a58ace528858a7b332415373"
    );

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string registry = location.Host;
    private readonly RegistryClient client = new(location.Name, session);
    private readonly SemaphoreSlim gate = new(1);
    private IRegistryServer? server;
    private RegistryStorage? own;
    private RegistryStorage? other;
    private ImmutableArray<string> repositories = [];

    /// <inheritdoc />
    public bool IsStartedByRuns => true;

    /// <inheritdoc />
    public Task<RegistryCredential?> Login(CancellationToken cancellation) => session.Login(cancellation);

    /// <inheritdoc />
    public void Forget(RegistryCredential refused) => session.Forget(refused);

    /// <inheritdoc />
    public string Remedy(string host) => session.Remedy(host);

    /// <summary>Makes sure that a registry answers, and starts one where nothing listens.</summary>
    /// <exception cref="StepFailedException">
    /// There is nothing to start one with, it does not answer once started, or what answers is no registry.
    /// </exception>
    public async Task EnsureAnswers(StepContext step)
    {
        await gate.WaitAsync(step.Cancellation);
        try
        {
            own = RegistryStorage.In(step.Artifacts);
            repositories = [.. step.Platform.BasesAndServices.Select(source => source.Image)];
            if (await Listens(step.Cancellation))
                await Recognize(step);
            else
                await StartOwn(step);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops the registry that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        TakeOver();
        client.Dispose();
        await session.DisposeAsync();
        gate.Dispose();
    }

    private async Task Recognize(StepContext step)
    {
        var storage = await client.Ping(step.Log, step.Cancellation);
        if (storage is null || storage == own!.Folder || storage == other?.Folder)
            return;
        TakeOver();
        other = new(storage);
        if (!Directory.Exists(other.Folder.Parent))
            throw new StepFailedException(
                $"{registry} is the registry of a run that keeps its images in {storage}, which cannot be read here and would be all that has this run's: state another \"registry\" for {step.Environment.Name} in pipeline.yaml, or try again when that run has ended"
            );
        step.Log.Write(
            $"using the registry of another run: what it has of this platform is copied from {storage} to {own.Folder} when either ends"
        );
    }

    private void TakeOver()
    {
        if (other is not null)
            own!.TakeOver(other, repositories.Select(name => RegistryAddress.Repository(location.Name, name)));
        other = null;
    }

    private async Task StartOwn(StepContext step)
    {
        await Stop();
        TakeOver();
        server = await Launch(step);
        for (var deadline = DateTimeOffset.UtcNow + Patience; ; await Task.Delay(50, step.Cancellation))
        {
            // Where another run was faster, the port was taken, this one has ended, and the other one answers.
            if (await Listens(step.Cancellation))
            {
                await Recognize(step);
                return;
            }

            var ended = await server.HasEnded(step.Cancellation);
            if (ended || DateTimeOffset.UtcNow > deadline)
                throw new StepFailedException(
                    $"the local registry {registry} {(ended ? "ended at once" : $"did not answer within {Patience.TotalSeconds:0} s")}: {await server.LastWords(step.Cancellation)}"
                );
        }
    }

    private async Task<IRegistryServer> Launch(StepContext step)
    {
        var storage = own!.Folder;
        if (step.FindProgram("docker-registry") is { } program)
        {
            step.Log.Write($"starting {program} at {registry}, with its storage in {storage}");
            return RegistryProcess.Start(program, registry, storage, storage.Parent!);
        }

        const string Missing =
            "there is no local registry: docker-registry is not installed (./build.sh Setup installs it)";
        var engine = await step.Engine();
        try
        {
            var image =
                await engine.Find($"{Image.Name}@{Image.Digest}", step.Cancellation)
                ?? await engine.Pull(Image, null, ContainerEngine.PullPatience, step.Log, step.Cancellation);
            step.Log.Write($"starting {Image} at {registry}, with its storage in {storage}");
            return await RegistryContainer.Start(engine, image.Id, registry, storage, step.Cancellation);
        }
        catch (StepFailedException failure)
        {
            throw new StepFailedException($"{Missing}, and its image cannot be used: {failure.Message}");
        }
    }

    private async Task<bool> Listens(CancellationToken cancellation)
    {
        using var socket = new TcpClient();
        var endpoint = RegistryAddress.Endpoint(registry);
        try
        {
            await socket.ConnectAsync(endpoint.Host.Trim('[', ']'), endpoint.Port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task Stop()
    {
        if (server is { } old)
        {
            server = null;
            await old.DisposeAsync();
        }
    }
}
