using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>
/// Remembers, from one run to the next, which targets are done, so that <c>--continue</c> need not repeat them.
/// </summary>
internal sealed class BuildAttempt
{
    private readonly AbsolutePath _file = NukeBuild.TemporaryDirectory / "build-attempt.log";
    private readonly IReadOnlyCollection<string> _finished;

    private BuildAttempt(NukeBuild build)
    {
        // The words of the command may be values of parameters, and what they say stays out of the file.
        var command = Hash(string.Join(' ', CommandLine.Current.Undashed)).ToString("x16");
        _finished = build.Continue ? FinishedBefore(command) : [];
        File.WriteAllLines(_file, [command, .. _finished]);
    }

    public static BuildAttempt Start(NukeBuild build) => new(build);

    public bool HasFinished(ExecutableTarget target) => _finished.Contains(target.Name);

    public void Finished(ExecutableTarget target) => File.AppendAllLines(_file, [target.Name]);

    private string[] FinishedBefore(string command)
    {
        if (!File.Exists(_file))
            return [];

        var lines = File.ReadAllLines(_file);
        if (lines is [var before, .. var finished] && before == command)
            return finished;

        Host.Warning("The command is not that of the run before, so that nothing is continued and all targets run.");
        return [];
    }

    /// <summary>FNV-1a: tells commands apart without the start-up time of a cryptographic library.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = (hash ^ character) * 1099511628211UL;

        return hash;
    }
}
