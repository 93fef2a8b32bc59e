using System.Net.Http;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A server that the catalog describes.</summary>
internal sealed class DescribedServer : IServerKind
{
    public ServerImage Container(TestDependency dependency, ServerPlace place) =>
        new(
            dependency.Image!,
            place.Port,
            [.. dependency.Environment.Select(variable => $"{variable.Key}={place.Fill(variable.Value)}")],
            [.. dependency.Arguments.Select(place.Fill)]
        );

    public Task<CommandLine?> Program(TestDependency dependency, ServerPlace place, StepContext step)
    {
        if (dependency.Command.IsEmpty)
            return Task.FromResult<CommandLine?>(null);

        var name = place.Fill(dependency.Command[0]);
        var program =
            Path.GetFileName(name) == name ? step.FindProgram(name) : Path.GetFullPath(name, step.Service.Directory);
        return Task.FromResult(
            program is null || !File.Exists(program)
                ? null
                : new CommandLine(program, [.. dependency.Command.Skip(1).Select(place.Fill)])
                {
                    Directory = step.Service.Directory,
                    Variables = dependency.Environment.ToImmutableDictionary(
                        variable => variable.Key,
                        variable => (string?)place.Fill(variable.Value)
                    ),
                }
        );
    }

    public async Task<string?> Obstacle(TestDependency dependency, ServerPlace place, CancellationToken cancellation)
    {
        if (dependency.Health is not { } path)
            return await ServerDialogue.Connect(place.Port, cancellation);

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var answer = await http.GetAsync(
            new Uri($"http://{ServerPlace.Host}:{place.Port}{path}"),
            HttpCompletionOption.ResponseHeadersRead,
            cancellation
        );
        return answer.IsSuccessStatusCode ? null : $"{path} answers {(int)answer.StatusCode}";
    }

    public IEnumerable<KeyValuePair<string, string>> Variables(ServerPlace place) =>
        [new("HOST", ServerPlace.Host), new("PORT", $"{place.Port}")];
}
