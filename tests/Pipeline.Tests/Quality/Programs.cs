using System.Diagnostics;
using Pipeline.Foundation.Processes;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality;

/// <summary>Decides which programs a step finds.</summary>
internal static class Programs
{
    /// <summary>Leaves a step only the named ones of those that are installed.</summary>
    public static void Only(this StepHarness harness, params string[] names)
    {
        // The last of a name is the distribution's; those before it may be shims, which do not work under another path.
        foreach (var name in names)
            File.CreateSymbolicLink(Path.Combine(Folder(harness), name), ProgramPath.FindAll(name).Last());
        harness.SearchPath = Folder(harness);
    }

    /// <summary>Leaves a step a shell script in a program's place, and what it was left before.</summary>
    public static void Install(this StepHarness harness, string name, string script)
    {
        Write(Path.Combine(Folder(harness), name), script);
        harness.SearchPath = Folder(harness);
    }

    /// <summary>Writes a shell script that can be run.</summary>
    public static void Write(string file, string script)
    {
        var text = Path.GetTempFileName();
        File.WriteAllText(text, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script);
        // Written by this process, it might be open in a child that another test is just starting, and not be run
        // ("text file busy").
        using var install = Process.Start(
            new ProcessStartInfo("install", ["-m", "755", text, file]) { UseShellExecute = false }
        )!;
        install.WaitForExit();
        File.Delete(text);
        install.ExitCode.ShouldBe(0);
    }

    /// <summary>Has the environment require targets, as every one but <c>local</c> does.</summary>
    public static void Require(this StepHarness harness, params string[] targets) =>
        harness.Environment = harness.Environment with { Name = "production", Gates = [.. targets] };

    private static string Folder(StepHarness harness) => Directory.CreateDirectory(harness.Root / "programs").FullName;
}
