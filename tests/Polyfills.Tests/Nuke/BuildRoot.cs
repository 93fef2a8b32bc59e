using System.Diagnostics;
using System.Reflection;

namespace Polyfills.Tests.Nuke;

/// <summary>
/// A root directory with a <c>.nuke</c> directory, in which the test builds are started as processes.
/// </summary>
public sealed class BuildRoot : IDisposable
{
    private static readonly string s_assembly = typeof(BuildRoot)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "TestBuild")
        .Value!;

    public BuildRoot() => Directory.CreateDirectory(System.IO.Path.Combine(Path, ".nuke"));

    public string Path { get; } = Directory.CreateTempSubdirectory("polyfill-").FullName;

    public static string Assembly => System.IO.Path.GetFullPath(s_assembly);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string content) => System.IO.File.WriteAllText(File(name), content);

    public string Read(string name) => System.IO.File.ReadAllText(File(name));

    public Task<BuildRun> Run(string build, params string[] arguments) => Run(build, [], arguments);

    public async Task<BuildRun> Run(string build, Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(build, environment, arguments);
        return await BuildRun.Of(process, TestContext.Current.CancellationToken);
    }

    public Process Start(string build, Dictionary<string, string> environment, params string[] arguments)
    {
        // A shell lets what it starts in the background ignore Ctrl-C, and a process hands that on to those it starts.
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Assembly, .. arguments])
            : new ProcessStartInfo("dotnet", [Assembly, .. arguments]);
        start.WorkingDirectory = environment.GetValueOrDefault("IN", Path);
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var name in start.Environment.Keys.Where(IsOfAServer).ToList())
            start.Environment.Remove(name);

        start.Environment["TEST_BUILD"] = build;
        start.Environment["TERM"] = "dumb";
        start.Environment["NUKE_TELEMETRY_OPTOUT"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static bool IsOfAServer(string variable) =>
        variable.StartsWith("GITHUB_", StringComparison.Ordinal) || variable is "CI" or "NO_COLOR";
}
