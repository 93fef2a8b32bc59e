using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

namespace Pipeline.Workflows.Design;

/// <summary>
/// How a version of a language gets onto a machine: neither <c>gh</c> nor a build can put it there for later steps.
/// </summary>
/// <param name="Language">The language, as the value of <c>matrix.language</c>.</param>
/// <param name="Action">The action.</param>
/// <param name="Version">The input that takes the version.</param>
public sealed record LanguageSetup(string Language, ActionPin Action, string Version)
{
    /// <summary>What the action is given beside the version.</summary>
    public ImmutableArray<NamedValue> Inputs { get; init; } = [];

    /// <summary>Go.</summary>
    public static LanguageSetup Go { get; } =
        new("go", ActionPins.SetupGo, "go-version") { Inputs = [new("cache", "false")] };

    /// <summary>Python.</summary>
    public static LanguageSetup Python { get; } = new("python", ActionPins.SetupPython, "python-version");

    /// <summary>Node.js.</summary>
    public static LanguageSetup Node { get; } =
        new("node", ActionPins.SetupNode, "node-version") { Inputs = [new("package-manager-cache", "false")] };

    /// <summary>.NET.</summary>
    public static LanguageSetup DotNet { get; } = new("dotnet", ActionPins.SetupDotNet, "dotnet-version");

    /// <summary>The step, which is for legs of the language alone.</summary>
    internal ActionStep Step =>
        new(Action, [new(Version, "${{ matrix.version }}"), .. Inputs]) { If = $"matrix.language == '{Language}'" };
}
