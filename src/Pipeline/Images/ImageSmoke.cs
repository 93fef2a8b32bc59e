using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;

namespace Pipeline.Images;

/// <summary>The target <c>Smoke</c>: starts the pushed image, and requests its health endpoint.</summary>
internal static class ImageSmoke
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes the <see cref="PushedImage"/> of a service, pulls it by its digest and starts it with a free port in the
    /// variable <c>PORT</c>. It passes when the health endpoint answers 200 within 30 seconds.
    /// </summary>
    public static Task<StepResult> Run(Service service, StepContext step) => Run(service, step, "/health", Patience);

    internal static Task<StepResult> Run(Service service, StepContext step, string path, TimeSpan patience) =>
        MissingDockerfile.SkipOr(
            service,
            step,
            async () =>
            {
                var engine = await step.Engine();
                var registry = await RegistryAccess.Of(step);
                var pushed = OwnImage.Take(step);
                var login = await registry.EngineLogin(step.Cancellation);
                var image = await engine.Pull(pushed, login, ContainerEngine.PullPatience, step.Log, step.Cancellation);

                var health = new Uri($"http://127.0.0.1:{FreePort.Find()}{path}");
                var container = await engine.Start(
                    new(image.Id, health.Port, [$"PORT={health.Port}"]),
                    step.Cancellation
                );
                try
                {
                    step.Log.Write($"container {container} of {pushed}, asked at {health}");
                    return await Ask(health, container, engine, patience, step);
                }
                finally
                {
                    await engine.Remove(container);
                }
            }
        );

    private static async Task<StepResult> Ask(
        Uri health,
        string container,
        ContainerEngine engine,
        TimeSpan patience,
        StepContext step
    )
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience };
        var deadline = DateTimeOffset.UtcNow + patience;
        while (true)
        {
            var answer = await Ask(http, health, step.Cancellation);
            if (answer == "200")
                return StepResult.PassedWith($"{health.AbsolutePath} answers 200");

            var isRunning = await engine.IsRunning(container, step.Cancellation);
            if (!isRunning || DateTimeOffset.UtcNow > deadline)
            {
                var lines = await engine.LastLines(container, 20, step.Cancellation);
                foreach (var line in lines)
                    step.Log.Write(line);
                var what = isRunning
                    ? $"did not answer 200 at {health.AbsolutePath} within {patience.TotalSeconds:0} s ({answer})"
                    : "ended at once";
                return StepResult.Failed(
                    $"the container {what}; {(lines.IsEmpty ? "it wrote nothing" : $"its last words: {string.Join(" | ", lines.TakeLast(3))}")}"
                );
            }

            await Task.Delay(100, step.Cancellation);
        }
    }

    private static async Task<string> Ask(HttpClient http, Uri health, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(health, cancellation);
            return ((int)response.StatusCode).ToString();
        }
        catch (Exception silent) when (silent is HttpRequestException || !cancellation.IsCancellationRequested)
        {
            return (silent.InnerException ?? silent).Message;
        }
    }
}
