using System.IO.Compression;
using Pipeline.Execution.Steps;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Python;

public sealed class PythonDependenciesTests : IAsyncDisposable
{
    private readonly StepHarness harness = new("ledger", new("python"));

    public PythonDependenciesTests()
    {
        Wheel("1.4.0");
        Wheel("2.0.0");
        harness.Write("ledger.py", "import shoplib\n\nVERSION = shoplib.VERSION\n");
    }

    [Theory]
    [InlineData("requirements.txt", "shoplib==1.4.0\n", null, null)]
    [InlineData("requirements-dev.txt", "shoplib<2\n", null, null)]
    [InlineData("requirements/test.txt", "shoplib~=1.0\n", null, null)]
    [InlineData(
        "pyproject.toml",
        "[project]\nname = 'ledger'\nversion = '1'\ndependencies = ['shoplib<2']\n",
        null,
        null
    )]
    [InlineData("pyproject.toml", "[dependency-groups]\ndev = ['shoplib==1.*']\n", null, null)]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.8'\nshoplib = '^1.2'\n", null, null)]
    [InlineData(
        "pyproject.toml",
        "[tool.poetry.group.test.dependencies]\nshoplib = { version = '~1.4', extras = [] }\n",
        null,
        null
    )]
    [InlineData(
        "pyproject.toml",
        "[project]\nname = 'ledger'\nversion = '1'\ndependencies = ['shoplib']\n",
        "uv.lock",
        "version = 1\n[[package]]\nname = 'shoplib'\nversion = '1.4.0'\nsource = { registry = 'https://example.com' }\n[[package]]\nname = 'ledger'\nversion = '1'\nsource = { editable = '.' }\n"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.poetry.dependencies]\nshoplib = '*'\n",
        "poetry.lock",
        "[[package]]\nname = 'shoplib'\nversion = '1.4.0'\noptional = false\n"
    )]
    public async Task What_is_declared_is_at_hand_in_the_locked_version(
        string file,
        string declaration,
        string? locked,
        string? versions
    )
    {
        Expect("1.4.0");
        harness.Write(file, declaration);
        if (locked is not null)
            harness.Write(locked, versions!);
        var before = Tree();

        var result = await Test();

        result.ShouldBe(StepResult.PassedWith("1 test, 100.0 % covered"));
        Tree().ShouldBe(before);
    }

    [Fact]
    public async Task The_environment_is_made_again_only_for_another_declaration()
    {
        Expect("1.4.0");
        harness.Write("requirements.txt", "shoplib==1.4.0\n");
        await Test();
        Log().ShouldContain("installs services/ledger/requirements.txt");

        await Test();
        Log().ShouldNotContain("installs services/ledger/requirements.txt");

        Expect("2.0.0");
        harness.Write("requirements.txt", "shoplib==2.0.0\n");
        (await Test()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_package_that_there_is_not_fails_with_its_name()
    {
        harness.Write("requirements.txt", "nowhere-to-be-found==1\n");

        var result = await Test();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("the dependencies of services/ledger cannot be installed: ");
        result.Reason.ShouldContain("nowhere-to-be-found==1");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    // From a folder of wheels alone.
    private Task<StepResult> Test() =>
        harness.Execute(
            "Test",
            (service, step) =>
            {
                step.Variables = step.Variables.Add("PIP_NO_INDEX", "1").Add("PIP_FIND_LINKS", harness.Root / "wheels");
                return ServiceToolchain.Test(service, step);
            }
        );

    private string Log() => harness.Log("Test");

    private void Expect(string version) =>
        harness.Write(
            "test_ledger.py",
            $"from ledger import VERSION\n\n\ndef test_version():\n    assert VERSION == \"{version}\"\n"
        );

    private string[] Tree() =>
        [.. Directory.EnumerateFileSystemEntries(harness.Service.Directory, "*", SearchOption.AllDirectories).Order()];

    private void Wheel(string version)
    {
        Directory.CreateDirectory(harness.Root / "wheels");
        using var wheel = ZipFile.Open(
            harness.Root / "wheels" / $"shoplib-{version}-py3-none-any.whl",
            ZipArchiveMode.Create
        );
        Add("shoplib.py", $"VERSION = \"{version}\"\n");
        Add($"shoplib-{version}.dist-info/METADATA", $"Metadata-Version: 2.1\nName: shoplib\nVersion: {version}\n");
        Add(
            $"shoplib-{version}.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        );
        Add($"shoplib-{version}.dist-info/RECORD", $"shoplib.py,,\nshoplib-{version}.dist-info/METADATA,,\n");

        void Add(string name, string content)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
            writer.Write(content);
        }
    }
}
