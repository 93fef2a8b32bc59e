using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Quality.Scanners;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>Rust: cargo, Clippy, rustfmt and cargo-audit.</summary>
internal sealed class RustLanguage : ILanguage
{
    public Language Language { get; } = new("rust") { Product = "Rust", Markers = [CargoPackage.FileName] };

    public IToolchain Toolchain => new RustToolchain();

    public ImmutableArray<IScanner> DependencyScanners => [new CargoAudit()];

    // The variable takes precedence over rust-toolchain.toml, which would have the version that it names installed.
    public VersionInstaller Installer =>
        new ByCommand(
            "rustup toolchain install \"$VERSION\" --profile minimal --component clippy,rustfmt && echo \"RUSTUP_TOOLCHAIN=$VERSION\" >>\"$GITHUB_ENV\""
        );

    public IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) =>
        File.Exists(sources / CargoPackage.FileName)
            ? [new("cargo", PackageFolder.Nearest(sources, CargoPackage.LockName) ?? sources)]
            : [];

    public ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) =>
        [
            new("cargo", "compiles and tests Rust services")
            {
                Probes =
                [
                    ["cargo", "--version"],
                ],
                Apt = ["cargo", "rust-clippy", "rustfmt"],
                Brew = ["rust"],
                Site = "https://rustup.rs",
                Needed = Latest(services),
            },
            new("cargo-audit", "finds known vulnerabilities in the crates that Rust services use")
            {
                Probes =
                [
                    ["cargo-audit", "--version"],
                ],
                Brew = ["cargo-audit"],
                Site = "https://rustsec.org",
                IsOptional = true,
            },
            new("cargo-llvm-cov", "measures what the tests of Rust services cover")
            {
                Probes =
                [
                    ["cargo-llvm-cov", "llvm-cov", "--version"],
                ],
                Brew = ["cargo-llvm-cov"],
                Site = "https://github.com/taiki-e/cargo-llvm-cov",
                IsOptional = true,
            },
        ];

    // Of the versions that packages state as the earliest that they work with.
    private static (Version Version, string File)? Latest(IEnumerable<Service> services) =>
        services
            .Select(service => (service, Least: CargoPackage.Of(service.Directory).LeastRust))
            .Where(found => found.Least is not null)
            .MaxBy(found => found.Least)
            is { Least: { } least } found
            ? (least, $"{found.service.Path}/{CargoPackage.FileName}")
            : null;
}
