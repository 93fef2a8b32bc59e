using System.Reflection;

namespace Pipeline.Tests;

/// <summary>The compiled build, which tests start as a user would.</summary>
internal static class TestedBuild
{
    /// <summary>
    /// The build that runs the tests, compiled ahead as users have it; where none does, the one that was compiled
    /// together with them.
    /// </summary>
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("TESTED_BUILD") is { Length: > 0 } build
            ? build
            : System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "Build", "debug", "Build.dll");

    /// <summary>Its class.</summary>
    public static Type Class { get; } = Assembly.LoadFrom(Path).GetType("Build", throwOnError: true)!;
}
