using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>A <c>Cargo.toml</c>, and the <c>Cargo.lock</c> beside it or at the root of its workspace.</summary>
internal sealed partial class CargoPackage
{
    public const string FileName = "Cargo.toml";
    public const string LockName = "Cargo.lock";

    private readonly string text;

    private CargoPackage(AbsolutePath folder, string text)
    {
        this.text = text;
        LockFolder = PackageFolder.Nearest(folder, LockName);
        IsShared = LockFolder is not null && LockFolder != folder;
    }

    /// <summary>The package of a folder; an empty one where there is none, of which cargo speaks.</summary>
    public static CargoPackage Of(AbsolutePath folder) =>
        new(folder, File.Exists(folder / FileName) ? File.ReadAllText(folder / FileName) : "");

    /// <summary>The folder of the lock, which is the workspace's; null without a lock.</summary>
    public AbsolutePath? LockFolder { get; }

    /// <summary>True where the package is one of a workspace.</summary>
    public bool IsShared { get; }

    /// <summary>True where it is the root of a workspace, all packages of which belong to the service.</summary>
    public bool IsWorkspace => Workspace().IsMatch(text);

    /// <summary>True where it needs other packages.</summary>
    public bool HasDependencies => Dependencies().IsMatch(text);

    /// <summary>The earliest Rust that it works with; null where it does not say.</summary>
    public Version? LeastRust =>
        RustVersion().Match(text) is { Success: true } stated
        && Version.TryParse(stated.Groups["version"].Value, out var version)
            ? version
            : null;

    [GeneratedRegex(@"^\s*\[workspace[\].]", RegexOptions.Multiline)]
    private static partial Regex Workspace();

    [GeneratedRegex(
        @"^\s*(\[(.*\.)?((dev|build)-)?dependencies[\].]|dependencies\s*=)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Dependencies();

    [GeneratedRegex(
        @"^\s*rust-version\s*=\s*[""'](?<version>[\d.]+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex RustVersion();
}
