using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;

namespace EndToEnd.Tests.Terminal;

/// <summary>Services that compile for as long as a test wants them to.</summary>
public sealed class WaitingPlatform : IDisposable
{
    private const string Compile =
        "echo $NAME is at work; while [ ! -e ../../$NAME.go ]; do sleep 0.1; done; cat ../../$NAME.go; ! grep -q broken ../../$NAME.go";

    private string background = "";

    public WaitingPlatform(int services)
    {
        Directory.CreateDirectory(Path.Combine(Root, ".nuke"));
        File.WriteAllText(Path.Combine(Root, ".gitignore"), "/artifacts/\n/.nuke/\n*.go\n*.pid\n");
        File.WriteAllText(Path.Combine(Root, "pipeline.yaml"), "platform: waiting\nservices:\n");
        Git("init -q -b main");
        Add([.. Enumerable.Range(1, services)]);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("waiting-").FullName;

    /// <summary>The build as a person types it.</summary>
    public string Command(string arguments) => $"cd {Root} && dotnet {TestedBuild.Path} {arguments} --root {Root}";

    /// <summary>Commits further services.</summary>
    public void Add(params int[] services)
    {
        foreach (var name in services.Select(Name))
        {
            Directory.CreateDirectory(Path.Combine(Root, "services", name));
            File.WriteAllText(Path.Combine(Root, "services", name, "main.txt"), name);
            File.AppendAllText(
                Path.Combine(Root, "pipeline.yaml"),
                $"  {name}:\n    language: custom\n    commands:\n      compile: [sh, -c, 'NAME={name}; {Compile}']\n"
            );
        }

        Git("add --all");
        Git("-c user.name=T -c user.email=t@localhost commit -q -m Services");
    }

    /// <summary>True where the program that the service's step has started last still runs.</summary>
    public bool BackgroundServerRuns()
    {
        try
        {
            // That of an ended one is empty, until its parent has noticed.
            var id = File.ReadAllText(Path.Combine(Root, "services", background, "server.pid")).Trim();
            return File.ReadAllText($"/proc/{id}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Adds a service whose step leaves a program in the background, with an output of its own.</summary>
    public void AddBackgroundServer(string name)
    {
        background = name;
        Directory.CreateDirectory(Path.Combine(Root, "services", name));
        File.AppendAllText(
            Path.Combine(Root, "pipeline.yaml"),
            $"  {name}:\n    language: custom\n    commands:\n      compile: [sh, -c, 'sleep 3333 >/dev/null 2>&1 & echo $! >server.pid; echo {name} is up; sleep 30']\n"
        );
    }

    public static string Name(int number) => $"service{number:00}";

    /// <summary>Lets a service's step end; <c>broken</c> lets it fail.</summary>
    public void Release(int service, string output = "")
    {
        var part = Path.Combine(Root, $"{Name(service)}.part");
        File.WriteAllText(part, output);
        File.Move(part, Path.Combine(Root, $"{Name(service)}.go"));
    }

    private void Git(string command) =>
        Cli.Wrap("git")
            .WithWorkingDirectory(Root)
            .WithArguments(command)
            .ExecuteBufferedAsync()
            .GetAwaiter()
            .GetResult();

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
