using System.Text;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>
/// Redis: its image, or the installed server. It persists nothing, and listens on the loopback interface alone.
/// </summary>
internal sealed class RedisServer : IServerKind
{
    public ServerImage Container(TestDependency dependency, ServerPlace place) =>
        new(
            dependency.Image!,
            place.Port,
            [.. dependency.Environment.Select(variable => $"{variable.Key}={place.Fill(variable.Value)}")],
            ["redis-server", .. Options(place)]
        );

    public Task<CommandLine?> Program(TestDependency dependency, ServerPlace place, StepContext step) =>
        Task.FromResult(
            step.FindProgram("redis-server") is { } redis
                ? new CommandLine(redis, [.. Options(place), "--dir", place.Data]) { Directory = place.Data }
                : null
        );

    public async Task<string?> Obstacle(TestDependency dependency, ServerPlace place, CancellationToken cancellation)
    {
        var answer = Encoding.ASCII.GetString(
            await ServerDialogue.Ask(place.Port, "PING\r\n"u8.ToArray(), cancellation)
        );
        return answer.StartsWith("+PONG", StringComparison.Ordinal) ? null : $"it answers {answer.Trim()}";
    }

    public IEnumerable<KeyValuePair<string, string>> Variables(ServerPlace place) =>
        [
            new("REDIS_URL", $"redis://{ServerPlace.Host}:{place.Port}/0"),
            new("REDIS_HOST", ServerPlace.Host),
            new("REDIS_PORT", $"{place.Port}"),
        ];

    private static IEnumerable<string> Options(ServerPlace place) =>
        ["--port", $"{place.Port}", "--bind", ServerPlace.Host, "--save", "", "--appendonly", "no"];
}
