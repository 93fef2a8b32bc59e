using System.Text.RegularExpressions;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Scanners;

/// <summary>The .NET SDKs of this machine, which .NET services are built with and .NET tools run on.</summary>
internal static partial class DotNetSdks
{
    /// <summary>Lists them all: a <c>global.json</c>, which is a source, decides which one is used.</summary>
    public static ToolProbe Probe { get; } =
        new("dotnet", "--list-sdks")
        {
            Variables = ["DOTNET_ROLL_FORWARD", "Configuration", "Platform", .. LocaleVariables.Names],
            // Each line is a version, followed by its folder in brackets.
            Read = output =>
                (
                    Folder().Replace(output, ""),
                    [.. Folder().Matches(output).Select(match => match.Groups["folder"].Value).Distinct()]
                ),
        };

    [GeneratedRegex(@" \[(?<folder>[^\]]*)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Folder();
}
