using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>cargo-audit: looks up the versions of a <c>Cargo.lock</c> in RustSec's database of advisories.</summary>
internal sealed class CargoAudit : IScanner
{
    public const string Name = "cargo-audit";

    public async Task<ScanReport> Scan(StepContext step)
    {
        if (step.FindProgram(Name) is not { } audit)
            return ScanReport.Absent(Name, "cargo-audit is not installed: cargo install cargo-audit");

        var package = CargoPackage.Of(step.Service.Directory);
        if (package.LockFolder is not { } folder)
            return package.HasDependencies
                ? ScanReport.Unable(
                    Name,
                    $"{step.Service.Path} has no Cargo.lock, so cargo-audit cannot tell versions: cargo generate-lockfile makes one"
                )
                : ScanReport.Complete(Name, [], "had no dependency to ask about");

        // It keeps a lock beside its database, which would be in the home folder.
        var database = CargoFolder.Of(step) / "advisory-db";
        var outcome = await step.Run(
            new(audit, "audit", "--json", "--file", folder / CargoPackage.LockName, "--db", database)
            {
                Directory = folder,
            },
            _ => null
        );
        // It ends with 1 for findings.
        return outcome.ExitCode is 0 or 1
            ? CargoAuditReport.Read(outcome.Output, step.RepositoryPath(folder / CargoPackage.LockName))
            : ScanReport.Unable(Name, $"cargo-audit ended with {outcome.ExitCode}: {outcome.LastLine()}");
    }
}
