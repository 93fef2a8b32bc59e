using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Languages.Java;

namespace Pipeline.Tests.Quality.Languages.Java;

public sealed class JavaBuildTests : IDisposable
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("java-").FullName;

    [Theory]
    [InlineData("pom.xml", "mvn")]
    [InlineData("build.gradle", "gradle")]
    [InlineData("build.gradle.kts", "gradle")]
    [InlineData("pom.xml build.gradle", "mvn")]
    public void The_files_of_a_folder_tell_the_build_tool(string files, string program)
    {
        foreach (var file in files.Split(' '))
            Write(file, "<project/>");

        JavaBuild.Of(root).ShouldNotBeNull().Program.ShouldBe(program);
    }

    [Theory]
    [InlineData("pom.xml", "mvnw")]
    [InlineData("build.gradle", "gradlew")]
    public void A_wrapper_is_preferred(string description, string wrapper)
    {
        Write(description, "<project/>");
        Write(wrapper, "");

        JavaBuild.Of(root).ShouldNotBeNull().Wrapper.ShouldBe(root / wrapper);
    }

    [Fact]
    public void A_module_is_built_from_the_root_that_names_it()
    {
        Write("pom.xml", "<project><modules><module>services</module></modules></project>");
        Write("services/pom.xml", "<project><modules><module>auth/pom.xml</module></modules></project>");
        Write("services/auth/pom.xml", "<project><modules><module>api</module></modules></project>");
        Write("services/auth/api/pom.xml", "<project/>");

        var build = JavaBuild.Of(root / "services" / "auth").ShouldNotBeNull();

        build.Root.ShouldBe(root);
        build.Compile.ShouldBe([
            "--batch-mode",
            "--projects",
            "services/auth,services/auth/api",
            "--also-make",
            "package",
            "-DskipTests",
        ]);
    }

    [Fact]
    public void A_project_that_no_other_names_is_built_by_itself()
    {
        Write("pom.xml", "<project/>");
        Write("auth/pom.xml", "<project/>");

        JavaBuild.Of(root / "auth").ShouldNotBeNull().Compile.ShouldBe(["--batch-mode", "package", "-DskipTests"]);
    }

    [Theory]
    [InlineData("<dependency><artifactId>a</artifactId><version>1.2</version></dependency>", true)]
    [InlineData("<dependency><artifactId>a</artifactId><version>1.2-SNAPSHOT</version></dependency>", false)]
    [InlineData("<dependency><artifactId>a</artifactId><version>[1,2)</version></dependency>", false)]
    [InlineData("<plugin><artifactId>a</artifactId><version>LATEST</version></plugin>", false)]
    [InlineData("<properties><a.version>2-SNAPSHOT</a.version></properties>", false)]
    [InlineData("<artifactId>a</artifactId><version>1-SNAPSHOT</version>", true)]
    [InlineData(
        "<artifactId>a</artifactId><dependency><artifactId>a</artifactId><version>1-SNAPSHOT</version></dependency>",
        true
    )]
    public void Versions_that_move_are_recognised(string content, bool isPinned)
    {
        Write("pom.xml", $"<project>{content}</project>");

        JavaBuild.Of(root).ShouldNotBeNull().IsPinned.ShouldBe(isPinned);
    }

    [Theory]
    [InlineData("implementation(\"a:b:1.2\")", true)]
    [InlineData("implementation(\"a:b:1.+\")", false)]
    [InlineData("implementation 'a:b:+'", false)]
    [InlineData("implementation 'a:b:latest.release'", false)]
    [InlineData("implementation 'a:b:[1.0,2.0)'", false)]
    [InlineData("implementation 'a:b:2-SNAPSHOT'", false)]
    [InlineData("val a = b[0] + \"x\"", true)]
    public void So_are_those_of_Gradle(string script, bool isPinned)
    {
        Write("build.gradle.kts", script);

        JavaBuild.Of(root).ShouldNotBeNull().IsPinned.ShouldBe(isPinned);
    }

    [Fact]
    public void A_lock_of_Gradle_pins_what_moves()
    {
        Write("build.gradle", "implementation 'a:b:1.+'");
        Write("gradle.lockfile", "a:b:1.2=compileClasspath");

        JavaBuild.Of(root).ShouldNotBeNull().IsPinned.ShouldBeTrue();
    }

    [Theory]
    [InlineData(
        "pom.xml",
        "<project><properties><maven.compiler.release>21</maven.compiler.release></properties></project>",
        21
    )]
    [InlineData("pom.xml", "<project><properties><java.version>1.8</java.version></properties></project>", 8)]
    [InlineData(".java-version", "temurin-17.0.2\n", 17)]
    [InlineData(".sdkmanrc", "# of SDKMAN\njava=21.0.5-tem\n", 21)]
    [InlineData("build.gradle.kts", "java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }", 17)]
    [InlineData("build.gradle.kts", "kotlin { jvmToolchain(21) }", 21)]
    [InlineData("build.gradle", "sourceCompatibility = '11'", 11)]
    [InlineData("build.gradle", "java { sourceCompatibility = JavaVersion.VERSION_1_8 }", 8)]
    public void A_service_says_which_Java_it_asks_for(string file, string content, int version)
    {
        Write(file, content);

        var asked = JavaVersion.AskedBy(root).ShouldNotBeNull();

        asked.Version.Major.ShouldBe(version);
        asked.File.ShouldBe(root / file);
    }

    [Fact]
    public void A_broken_description_asks_for_nothing()
    {
        Write("pom.xml", "<project>");

        JavaVersion.AskedBy(root).ShouldBeNull();
    }

    [Fact]
    public void A_class_file_has_the_lines_of_its_methods()
    {
        var content = Convert.FromBase64String(Fuzzing.Parsers.Class);

        CompiledClass.Lines("Sum.class", content).ShouldBe([new("a/Sum.java", 2), new("a/Sum.java", 4)]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    [InlineData(0)]
    public void A_class_file_that_is_cut_short_is_refused(int length) =>
        Should.Throw<StepFailedException>(() =>
            CompiledClass.Lines("Sum.class", Convert.FromBase64String(Fuzzing.Parsers.Class).AsSpan(0, length))
        );

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Write(string path, string content)
    {
        Directory.CreateDirectory((root / path).Parent!);
        File.WriteAllText(root / path, content);
    }
}
