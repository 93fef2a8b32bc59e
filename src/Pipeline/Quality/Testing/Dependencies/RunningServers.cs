using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>The servers started for the tests of a step. They and their data end with it.</summary>
internal sealed class RunningServers : IAsyncDisposable
{
    // Another program may take a port that was free a moment ago.
    private const int Attempts = 3;
    private const int LinesKept = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly StepContext step;
    private readonly ITestContainers containers;
    private readonly TimeSpan patience;
    private readonly List<(TestDependency Dependency, ITestServer Server, AbsolutePath Data)> started = [];

    private RunningServers(StepContext step, ITestContainers containers, TimeSpan patience)
    {
        this.step = step;
        this.containers = containers;
        this.patience = patience;
    }

    /// <summary>The kind of a dependency.</summary>
    public static IServerKind KindOf(TestDependency dependency) =>
        dependency.Kind switch
        {
            TestDependencyKind.Postgres => new PostgresServer(),
            TestDependencyKind.Redis => new RedisServer(),
            _ => new DescribedServer(),
        };

    /// <summary>
    /// Starts all servers that a service's tests need, waits until each is ready, and sets the step's variables for
    /// them.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="containers">Runs servers from images.</param>
    /// <param name="patience">How long a server may take to become ready.</param>
    /// <exception cref="MissingServerException">A server is neither installed nor available as an image.</exception>
    /// <exception cref="StepFailedException">A server did not become ready.</exception>
    public static async Task<RunningServers> Start(StepContext step, ITestContainers containers, TimeSpan patience)
    {
        var servers = new RunningServers(step, containers, patience);
        try
        {
            var variables = await Task.WhenAll(step.Service.TestDependencies.Select(servers.Start));
            step.Variables = step.Variables.SetItems(variables.SelectMany(known => known));
            return servers;
        }
        catch
        {
            await servers.KeepLogs();
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the servers' output, for a step that did not pass; returns the files.</summary>
    public async Task<ImmutableArray<AbsolutePath>> KeepLogs()
    {
        var kept = ImmutableArray.CreateBuilder<AbsolutePath>();
        foreach (var (dependency, server, _) in Started())
        {
            var log = LogOf(dependency);
            if (!File.Exists(log))
                await File.WriteAllLinesAsync(log, await server.LastLines(LinesKept));
            kept.Add(log);
        }

        return kept.ToImmutable();
    }

    /// <summary>Deletes the servers' output.</summary>
    public void DropLogs()
    {
        foreach (var (dependency, _, _) in Started())
            File.Delete(LogOf(dependency));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, server, data) in Started())
        {
            await server.DisposeAsync();
            Delete(data);
        }

        foreach (var (dependency, _, _) in Started())
            if (File.Exists(LogOf(dependency)))
                step.RedactFile(LogOf(dependency));
    }

    private async Task<IEnumerable<KeyValuePair<string, string?>>> Start(TestDependency dependency)
    {
        var kind = KindOf(dependency);
        for (var attempt = 1; ; attempt++)
        {
            var data = (AbsolutePath)Scratch.Create(step.Artifacts, dependency.Name).FullName;
            var place = new ServerPlace(FreePort.Find(), ServerPlace.NewPassword(), data);
            ITestServer? server = null;
            try
            {
                server = await Start(dependency, kind, place);
                if (await Wait(dependency, kind, place, server))
                {
                    lock (started)
                    {
                        started.Add((dependency, server, data));
                        step.Ports = step.Ports.Add(place.Port);
                    }

                    return Variables(dependency, kind, place);
                }

                await ThrowWhereLast(dependency, server, attempt);
                await server.DisposeAsync();
                Delete(data);
            }
            catch
            {
                if (server is not null)
                    await server.DisposeAsync();
                Delete(data);
                throw;
            }
        }
    }

    private async Task<ITestServer> Start(TestDependency dependency, IServerKind kind, ServerPlace place)
    {
        if (
            dependency.Image is not null
            && await containers.Start(kind.Container(dependency, place), step) is { } container
        )
        {
            step.Log.Write($"{dependency.Name}: a container of {dependency.Image}, on port {place.Port}");
            return container;
        }

        if (await kind.Program(dependency, place, step) is not { } program)
            throw new MissingServerException(
                dependency.Image is null
                    ? $"{dependency.Name}, which the tests need, is not installed: ./build.sh Setup installs what it can; or set \"image\" of it"
                    : $"{dependency.Image}, which the tests need, cannot be pulled, and no installed program replaces it: the log says why"
            );

        step.Log.Write($"{dependency.Name}: {program}");
        return LocalServer.Start(program, LogOf(dependency), kind.Signal, step.SandboxOfServer(place.Data));
    }

    // False where it has exited.
    private async Task<bool> Wait(TestDependency dependency, IServerKind kind, ServerPlace place, ITestServer server)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(step.Cancellation);
        deadline.CancelAfter(patience);
        var obstacle = "it was not asked yet";
        while (true)
            try
            {
                if (!await server.IsRunning(deadline.Token))
                    return false;
                if (await ServerHealth.Obstacle(dependency, kind, place, deadline.Token) is not { } reason)
                    return true;
                obstacle = reason;
                await Task.Delay(Pause, deadline.Token);
            }
            catch (OperationCanceledException) when (!step.Cancellation.IsCancellationRequested)
            {
                throw new StepFailedException(
                    $"{dependency.Name}, which the tests need, was not ready within {patience.TotalSeconds:0.#} s: {obstacle}; {await LastWords(dependency, server)}"
                );
            }
    }

    private async Task ThrowWhereLast(TestDependency dependency, ITestServer server, int attempt)
    {
        var words = await LastWords(dependency, server);
        var reason = $"{dependency.Name}, which the tests need, ended before it was ready: {words}";
        if (attempt == Attempts || !words.Contains("in use", StringComparison.OrdinalIgnoreCase))
            throw new StepFailedException(reason);
        step.Log.Write($"{reason}; trying another port");
    }

    // Also to the step's log: a container's output is deleted with it.
    private async Task<string> LastWords(TestDependency dependency, ITestServer server)
    {
        var lines = await server.LastLines(20);
        foreach (var line in lines)
            step.Log.Write($"{dependency.Name}: {line}");
        return lines.IsEmpty ? "it wrote nothing" : $"its last words: {string.Join(" | ", lines.TakeLast(3))}";
    }

    private static IEnumerable<KeyValuePair<string, string?>> Variables(
        TestDependency dependency,
        IServerKind kind,
        ServerPlace place
    )
    {
        // The well-known variables belong to the dependency that has its kind's name.
        var prefix = dependency.Name.Equals($"{dependency.Kind}", StringComparison.OrdinalIgnoreCase)
            ? ""
            : $"{dependency.Name.ToUpperInvariant().Replace('-', '_')}_";
        return kind.Variables(place)
            .Select(variable => KeyValuePair.Create(prefix + variable.Key, (string?)variable.Value))
            .Concat(
                dependency.Variables.Select(variable =>
                    KeyValuePair.Create(variable.Key, (string?)place.Fill(variable.Value))
                )
            );
    }

    private AbsolutePath LogOf(TestDependency dependency) =>
        step.Log.File.Parent! / $"{step.Key.Target}.{dependency.Name}.log";

    private (TestDependency Dependency, ITestServer Server, AbsolutePath Data)[] Started()
    {
        lock (started)
            return [.. started];
    }

    private static void Delete(AbsolutePath folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
