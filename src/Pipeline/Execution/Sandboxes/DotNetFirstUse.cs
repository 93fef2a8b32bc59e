using Pipeline.Foundation.Processes;

namespace Pipeline.Execution.Sandboxes;

/// <summary>
/// The files by which an SDK of .NET remembers that it was used. It ends with an error where it cannot write them, and
/// beside them are the programs that <c>dotnet tool install --global</c> installs.
/// </summary>
internal static class DotNetFirstUse
{
    /// <summary>What an SDK would also do at its first use, which is no service's to do.</summary>
    public static ImmutableDictionary<string, string?> Variables { get; } =
        ImmutableDictionary<string, string?>
            .Empty.Add("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false")
            .Add("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false");

    /// <summary>Writes those of each installed SDK.</summary>
    /// <param name="searchPath">The search path, in the form of <c>PATH</c>; null: that of the process.</param>
    /// <param name="variable">Finds a variable of the environment.</param>
    public static void Remember(string? searchPath, Func<string, string?> variable)
    {
        if (
            ProgramPath.Find("dotnet", searchPath) is not { } dotnet
            || (variable("DOTNET_CLI_HOME") ?? variable("HOME")) is not { Length: > 0 } home
        )
            return;
        var program = File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet;
        var sdks = Path.Combine(Path.GetDirectoryName(program)!, "sdk");
        if (!Directory.Exists(sdks))
            return;
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(home, ".dotnet")).FullName;
            foreach (var sdk in Directory.EnumerateDirectories(sdks).Select(Path.GetFileName))
                File.AppendAllText(Path.Combine(folder, $"{sdk}.dotnetFirstUseSentinel"), "");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The SDK says so, if it is used.
        }
    }
}
