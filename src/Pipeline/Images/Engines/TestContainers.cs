using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Testing.Dependencies;

namespace Pipeline.Images.Engines;

/// <summary>Runs what tests need from images, by the run's container engine.</summary>
public sealed class TestContainers : ITestContainers
{
    /// <inheritdoc />
    public async Task<ITestServer?> Start(ServerImage container, StepContext step)
    {
        try
        {
            var engine = await step.Engine();
            var reference = ImageReference.Parse(container.Image);
            // Podman takes no reference with both; the digest is the one that counts.
            if (reference.Digest is not null)
                reference = reference with { Tag = null };
            var image =
                await engine.Find(reference.ToString(), step.Cancellation)
                ?? await engine.Pull(reference, null, ContainerEngine.PullPatience, step.Log, step.Cancellation);
            var id = await engine.Start(
                new(image.Id, container.Port, container.Variables) { Arguments = container.Arguments },
                step.Cancellation
            );
            return new Server(engine, id);
        }
        catch (StepFailedException unavailable)
        {
            step.Log.Write($"{container.Image} cannot be run: {unavailable.Message}");
            return null;
        }
    }

    private sealed class Server(ContainerEngine engine, string id) : ITestServer
    {
        public Task<bool> IsRunning(CancellationToken cancellation) => engine.IsRunning(id, cancellation);

        public Task<ImmutableArray<string>> LastLines(int lines) => engine.LastLines(id, lines, CancellationToken.None);

        public async ValueTask DisposeAsync() => await engine.Remove(id);
    }
}
