using Pipeline.Quality.Languages.Python;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Python;

public sealed class InterpreterModulesTests : IAsyncDisposable
{
    private readonly StepHarness harness = new("flag", new("python"));

    // Where steps may write.
    private string Asked => harness.Service.Directory / "asked";

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task An_interpreter_is_asked_once_for_all_steps_of_a_service()
    {
        harness.Install("python3", $"echo x >>'{Asked}'\necho pytest\necho flake8\n");

        (await Found("pytest")).ShouldBe(harness.SearchPath + "/python3");
        (await Found("flake8")).ShouldBe(harness.SearchPath + "/python3");
        (await Found("ruff")).ShouldBeNull();

        File.ReadLines(Asked).Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_environment_that_steps_may_install_into_is_asked_each_time()
    {
        harness.Only();
        harness.Write(".venv/bin/python", "");
        var own = harness.Service.Directory / ".venv" / "bin" / "python";
        Programs.Write(own, "echo flake8\n");

        (await Found("pytest")).ShouldBeNull();
        Programs.Write(own, "echo pytest\n");

        (await Found("pytest")).ShouldBe(own);
    }

    [Fact]
    public async Task An_interpreter_that_does_not_run_has_nothing()
    {
        harness.Install("python3", "echo pytest\nexit 1\n");

        (await Found("pytest")).ShouldBeNull();
    }

    private Task<string?> Found(string module) => harness.Ask(step => PythonInterpreter.With(step, module));
}
