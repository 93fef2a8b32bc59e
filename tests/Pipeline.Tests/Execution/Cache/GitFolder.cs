using CliWrap;
using Nuke.Common.IO;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>A repository of its own, with one commit.</summary>
public sealed class GitFolder : IDisposable
{
    public GitFolder(params string[] files)
        : this([], files) { }

    public GitFolder(string[] init, params string[] files)
    {
        Git(["init", "-q", "-b", "main", .. init]);
        foreach (var file in files)
            Write(file, $"content of {file}");
        Commit();
    }

    public AbsolutePath Root { get; } = Directory.CreateTempSubdirectory("git-").FullName;

    public void Write(string path, string content)
    {
        Directory.CreateDirectory((Root / path).Parent!);
        File.WriteAllText(Root / path, content);
    }

    /// <summary>Lets a file be run by everyone.</summary>
    public static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
    }

    /// <summary>True where a file may be run.</summary>
    public static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    public void Commit(string message = "test")
    {
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "--allow-empty", "-m", message);
    }

    public string Git(params string[] arguments) =>
        Pipeline.Foundation.Git.GitCommand.Run(Root, arguments).GetAwaiter().GetResult().Trim();

    public void CopyTo(string folder) =>
        Cli.Wrap("cp").WithArguments(["-a", Root, folder]).ExecuteAsync().GetAwaiter().GetResult();

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
