using Nuke.Common.IO;

namespace Polyfills.Tests.Nuke;

public sealed class AbsolutePathTests : IDisposable
{
    private readonly AbsolutePath _directory = Directory.CreateTempSubdirectory("paths-").FullName;

    public void Dispose() => _directory.DeleteDirectory();

    [Theory]
    [InlineData("/a/b/../c/./d/", "/a/c/d")]
    [InlineData("/", "/")]
    [InlineData("/a//b", "/a/b")]
    [InlineData("C:\\a\\..\\b", "C:\\b")]
    [InlineData("C:", "C:\\")]
    [InlineData("\\\\server\\share\\.", "\\\\server\\share")]
    public void A_path_takes_its_normal_form(string written, string normal)
    {
        AbsolutePath path = written;

        path.ToString().ShouldBe(normal);
    }

    [Fact]
    public void A_relative_path_is_refused()
    {
        Should.Throw<ArgumentException>(() => (AbsolutePath)"a/b").Message.ShouldContain("a/b");
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        AbsolutePath path = (string)null!;

        path.ShouldBeNull();
        ((string)path!).ShouldBeNull();
    }

    [Fact]
    public void Parts_of_a_path_have_names()
    {
        AbsolutePath path = "/srv/app/archive.tar.gz";

        path.Name.ShouldBe("archive.tar.gz");
        path.NameWithoutExtension.ShouldBe("archive.tar");
        path.Extension.ShouldBe(".gz");
        path.Parent.ShouldBe((AbsolutePath)"/srv/app");
        ((AbsolutePath)"/").Parent.ShouldBeNull();
    }

    [Fact]
    public void Slashes_go_down_and_up_and_a_plus_appends()
    {
        AbsolutePath path = "/srv";

        (path / "a" / "b/c").ToString().ShouldBe("/srv/a/b/c");
        (path / "a" / "..").ShouldBe(path);
        (path / "a" / ..).ShouldBe(path);
        (path + ".bak").ToString().ShouldBe("/srv.bak");
        Should.Throw<ArgumentException>(() => path / "/etc");
        Should.Throw<ArgumentException>(() => path / "../..");
    }

    [Fact]
    public void Case_matters_except_under_a_drive_letter()
    {
        ((AbsolutePath)"/a/b" == (AbsolutePath)"/a/b").ShouldBeTrue();
        ((AbsolutePath)"/a/b" == (AbsolutePath)"/a/B").ShouldBeFalse();
        ((AbsolutePath)"C:\\a" == (AbsolutePath)"c:\\A").ShouldBeTrue();
    }

    [Fact]
    public void A_way_between_paths_is_found()
    {
        AbsolutePath path = "/srv/app";

        path.GetRelativePathTo("/srv/app/x/y").ToString().ShouldBe("x/y");
        path.GetUnixRelativePathTo("/srv/other").ToString().ShouldBe("../other");
        path.Contains("/srv/app/x").ShouldBeTrue();
        path.Contains("/srv/application").ShouldBeFalse();
    }

    [Fact]
    public void Text_is_written_with_its_directories_and_one_line_break_at_the_end()
    {
        var file = _directory / "new" / "file.txt";

        file.WriteAllText("a\nb\n\n");

        File.ReadAllBytes(file).ShouldBe("a\nb\n"u8.ToArray());
        file.ReadAllText().ShouldBe("a\nb\n");
        file.ReadAllLines().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void The_name_of_the_argument_says_what_must_exist()
    {
        var someFile = (_directory / "f").WriteAllText("x");
        var someDirectory = _directory / "d";
        var neither = _directory;

        someFile.Exists().ShouldBeTrue();
        someDirectory.Exists().ShouldBeFalse();
        Should.Throw<ArgumentException>(() => neither.Exists());
    }

    [Fact]
    public void A_directory_is_cleaned_and_deleted_with_protected_files_in_it()
    {
        var file = (_directory / "d" / "f").WriteAllText("x");
        File.SetAttributes(file, FileAttributes.ReadOnly);

        file.Parent.CreateOrCleanDirectory();

        file.FileExists().ShouldBeFalse();
        file.Parent.DirectoryExists().ShouldBeTrue();
        file.DeleteFile();
        (_directory / "missing").DeleteDirectory();
    }

    [Fact]
    public void Patterns_find_files_and_directories()
    {
        foreach (var name in new[] { "a.cs", "b.txt", "x/a.cs", "x/y/ab.cs", "x/y/z/c.txt" })
            (_directory / name).WriteAllText("");

        Found(_directory.GlobFiles("*.cs")).ShouldBe(["a.cs"]);
        Found(_directory.GlobFiles("**/*.cs")).ShouldBe(["a.cs", "x/a.cs", "x/y/ab.cs"]);
        Found(_directory.GlobFiles("x/*/a?.cs", "*.txt")).ShouldBe(["b.txt", "x/y/ab.cs"]);
        Found(_directory.GlobDirectories("**/y")).ShouldBe(["x/y"]);
        Found(_directory.GetFiles("*.cs", depth: 2)).ShouldBe(["a.cs", "x/a.cs"]);
        Found(_directory.GetDirectories(depth: 3)).ShouldBe(["x", "x/y", "x/y/z"]);
    }

    private IEnumerable<string> Found(IEnumerable<AbsolutePath> paths) =>
        paths.Select(path => _directory.GetUnixRelativePathTo(path).ToString()).Order(StringComparer.Ordinal);
}
