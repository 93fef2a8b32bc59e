using System.Diagnostics;
using Nuke.Common;
using Pipeline.Foundation;

namespace Pipeline.Build.Run;

/// <summary>
/// What comes before NUKE's own start: once a member of its class is used, it has read half of the command line.
/// </summary>
internal static class NukeStart
{
    // As NUKE itself ends; on Unix the lowest eight bits count.
    private const int Failed = unchecked((sbyte)ExitCode.Failed);

    /// <summary>Starts a build, unless its command line is wrong.</summary>
    /// <param name="build">The build's class.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="catalog">The name of the catalog.</param>
    /// <param name="start">Starts NUKE, and gives what the process ends with.</param>
    /// <returns>What the process ends with.</returns>
    public static int Of(Type build, IReadOnlyList<string> arguments, string catalog, Func<int> start)
    {
        Prepare();
        if (VersionWord.AsParameter(arguments) is { } others)
            return StartAgain(others);

        try
        {
            Arguments.RefuseWrong(arguments, build);
            RepositoryRoot.Require(arguments, catalog);
        }
        catch (RefusedArgumentException refused)
        {
            // Standard output may be read by a program.
            Console.Error.WriteLine(MessageText.Lines(refused.Message));
            return Failed;
        }

        var ended = start();
        if (arguments.Any(argument => Arguments.IsName(argument) && Arguments.IsSame(argument, "Help")))
            Console.WriteLine(
                "\nDocuments of Pipeline: docs/README.md; all targets, parameters, catalog keys and exit codes: docs/reference."
            );
        return Ended(ended);
    }

    // Whoever reads the output, such as a workflow's next step, has to know that some is missing.
    private static int Ended(int ended)
    {
        if (StandardStream.Output.Failure is not { } failure)
            return ended;
        Console.Error.WriteLine(
            $"standard output could not be written to its end, so the command counts as failed: {failure.Message}"
        );
        return Failed;
    }

    private static int StartAgain(ImmutableArray<string> arguments)
    {
        var program = Environment.ProcessPath!;
        string[] assembly =
            Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        using var build = Process.Start(program, [.. assembly, .. arguments]);
        build.WaitForExit();
        return build.ExitCode;
    }

    private static void Prepare()
    {
        Console.SetOut(new StreamWriter(StandardStream.Output, Console.Out.Encoding) { AutoFlush = true });
        Console.SetError(new StreamWriter(StandardStream.Error, Console.Error.Encoding) { AutoFlush = true });
        // It would take the compiled build for a global tool, and wait for a key in a terminal.
        Environment.SetEnvironmentVariable("NUKE_TELEMETRY_OPTOUT", "1");
        // It writes colours wherever a terminal has them, also into a file or a pipe.
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 })
            Environment.SetEnvironmentVariable("TERM", "dumb");
    }
}
