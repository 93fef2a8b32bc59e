using Nuke.Common.IO;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Tests.Execution;

public sealed class JointLogTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("joint-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_first_log_has_each_line_at_once()
    {
        await using var first = Open("first");
        await using var second = Open("second");
        var log = new JointLog([first, second]);

        log.Write("$ git fetch");

        Text("first").ShouldBe("$ git fetch\n");
        Text("second").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_log_has_all_lines_in_the_end_each_once()
    {
        await using var first = Open("first");
        await using var second = Open("second");
        var log = new JointLog([first, second]);

        log.Write("one");
        log.Flush();
        log.Write("two");
        log.Flush();
        log.Flush();

        Text("first").ShouldBe("one\ntwo\n");
        Text("second").ShouldBe("one\ntwo\n");
    }

    private StepLog Open(string name)
    {
        var log = new StepLog(folder / name, new Redaction([]));
        log.Open();
        return log;
    }

    private string Text(string name)
    {
        using var reader = new StreamReader(
            new FileStream(folder / name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
        );
        return reader.ReadToEnd();
    }
}
