using System.Diagnostics;
using Pipeline.Build.Delivery;
using Pipeline.Workflows.Model;

namespace Pipeline.Tests.Quality.Languages.Rust;

public sealed class RustInstallerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rustup-").FullName;

    [Fact]
    public void A_version_is_installed_by_the_runners_own_rustup_for_the_steps_after_it()
    {
        var step = PlatformWorkflowAttribute
            .LanguageSetups.Single(setup => setup.Language == "rust")
            .Installation.ShouldBeOfType<RunStep>();
        step.Variables.ShouldBe([new("VERSION", "${{ matrix.version }}")]);
        Programs.Write(Path.Combine(folder, "rustup"), $"echo \"$*\" >{folder}/asked\n");

        Run(step.Command, version: "1.90; exit 1").ShouldBe(0);

        File.ReadAllText(Path.Combine(folder, "asked"))
            .ShouldBe("toolchain install 1.90; exit 1 --profile minimal --component clippy,rustfmt\n");
        File.ReadAllText(Path.Combine(folder, "env")).ShouldBe("RUSTUP_TOOLCHAIN=1.90; exit 1\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private int Run(string command, string version)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", command])
            {
                Environment =
                {
                    ["PATH"] = $"{folder}:/usr/bin:/bin",
                    ["VERSION"] = version,
                    ["GITHUB_ENV"] = Path.Combine(folder, "env"),
                },
            }
        )!;
        shell.WaitForExit();
        return shell.ExitCode;
    }
}
