using Pipeline.Foundation.Processes;

namespace Pipeline.Tests.Execution;

public sealed class ProgramPathTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("path-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_link_that_leads_nowhere_is_no_program()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "tool"), Path.Combine(folder, "gone"));

        ProgramPath.Find("tool", folder).ShouldBeNull();
    }

    [Fact]
    public void A_link_to_a_program_is_one()
    {
        var program = Path.Combine(folder, "tool-1.2");
        File.WriteAllText(program, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(folder, "tool"), program);

        ProgramPath.Find("tool", folder).ShouldBe(Path.Combine(folder, "tool"));
    }

    [Fact]
    public void A_file_that_cannot_be_started_is_no_program()
    {
        File.WriteAllText(Path.Combine(folder, "tool"), "#!/bin/sh\n");

        ProgramPath.Find("tool", folder).ShouldBeNull();
    }
}
