using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>An end-to-end suite: a program that tests a running environment, and reports in JUnit's XML.</summary>
/// <param name="Name">The service or platform that it belongs to.</param>
/// <param name="Folder">The folder that it runs in, and may write.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Results">The pattern of its reports, relative to the folder.</param>
internal sealed record EndToEndSuite(string Name, AbsolutePath Folder, ImmutableArray<string> Command, string Results)
{
    /// <summary>The patterns of what it leaves for people, such as screenshots, relative to the folder.</summary>
    public ImmutableArray<string> Artifacts { get; init; } = [];

    /// <summary>How long one run of it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often it runs again after it has failed.</summary>
    public int Retries { get; init; }

    /// <summary>The variables of the build's environment that it sees.</summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];
}
