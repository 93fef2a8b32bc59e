using System.Collections.Concurrent;
using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Sandboxes;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Finds the versions of the tools that would run. Each is asked once, and again when its program or packages have
/// changed.
/// </summary>
/// <param name="known">The known versions from earlier runs.</param>
/// <param name="directory">Where tools run.</param>
/// <param name="searchPath">The search path, in the form of <c>PATH</c>; null: that of the process.</param>
internal sealed class ToolVersions(KnownTools known, AbsolutePath directory, string? searchPath) : IToolVersions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Task<string?>> answers = new();
    private readonly Lazy<Sandbox> sandbox = new(() =>
        new(
            PassedVariables.Of([], new([])).Values,
            ["/dev/null"],
            [.. CredentialPlaces.All(Environment.GetEnvironmentVariable)]
        )
    );

    /// <inheritdoc />
    public Task<string?> Of(ToolProbe probe) => answers.GetOrAdd(probe.Question, (_, asked) => Find(asked), probe);

    private async Task<string?> Find(ToolProbe probe)
    {
        var found =
            Path.IsPathRooted(probe.Program) ? new[] { probe.Program }.Where(File.Exists)
            : probe.IncludesAll ? ProgramPath.FindAll(probe.Program, searchPath).Distinct()
            : ProgramPath.FindAll(probe.Program, searchPath).Take(1);
        var settings = probe
            .Variables.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")
            .ToImmutableArray();

        var versions = new ContentKeyBuilder().Add(settings);
        foreach (var program in found)
        {
            if (await VersionOf(program, probe, settings) is not { } version)
                return null;
            versions.Add(version);
        }

        return versions.ToKey().Value;
    }

    private async Task<string?> VersionOf(string program, ToolProbe probe, ImmutableArray<string> settings)
    {
        var question = string.Join('\0', probe.Arguments.Concat(settings).Prepend(program));
        var stamp = FileStamp.Of(program);
        if (known.Find(question, stamp) is { } fact)
            return fact;
        if (probe.Arguments.IsEmpty)
            return Learn(question, stamp, ContentOf(program), []);
        if (await Ask(program, probe) is not { } said)
            return null;

        var (version, watched) = probe.Read(said);
        // What a shim runs is decided elsewhere, and may change while the shim does not.
        return IsShim(program, probe.Program) ? version : Learn(question, stamp, version, watched);
    }

    private string Learn(string question, FileStamp stamp, string version, ImmutableArray<string> watched)
    {
        known.Add(
            question,
            new(stamp, [.. watched.Select(path => new StampedPath(path, FileStamp.Of(path)))], version)
        );
        return version;
    }

    // Its own folder holds what a service says, and not what a user has installed.
    private async Task<string?> Ask(string program, ToolProbe probe)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var answer = await CommandRunner.Run(
                new(program, probe.Arguments) { Directory = directory, Variables = Variables },
                program,
                Path.IsPathRooted(probe.Program) ? sandbox.Value : null,
                Unwritten.Log,
                show: null,
                patience.Token
            );
            return answer.Succeeded ? answer.Output : $"{answer.ExitCode} {answer.Output}{answer.Error}";
        }
        catch (Exception silent) when (silent is OperationCanceledException or StepFailedException)
        {
            return null;
        }
    }

    private ImmutableDictionary<string, string?> Variables =>
        ImmutableDictionary<string, string?>.Empty.Add("LC_ALL", "C").Add("PATH", Search);

    private string? Search => searchPath ?? Environment.GetEnvironmentVariable("PATH");

    private static string ContentOf(string program)
    {
        using var content = File.OpenRead(program);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    // Version managers replace a tool by a shell script, or by a link to their own program.
    private static bool IsShim(string program, string name)
    {
        var target = File.ResolveLinkTarget(program, returnFinalTarget: true)?.Name ?? Path.GetFileName(program);
        if (!target.StartsWith(Path.GetFileName(name), StringComparison.Ordinal))
            return true;

        using var content = File.OpenRead(program);
        Span<byte> start = stackalloc byte[64];
        start = start[..content.Read(start)];
        return start.StartsWith("#!"u8)
            && start[..(start.IndexOf((byte)'\n') is >= 0 and var end ? end : start.Length)].IndexOf("sh"u8) >= 0;
    }
}
