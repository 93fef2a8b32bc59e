using System.IO.Compression;
using Nuke.Common.IO;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Java;

/// <summary>A service in Java, which real Maven builds with the plugins and packages of the distribution.</summary>
internal static class MavenService
{
    public const string Sum = """
        package shop;

        public class Sum {
          public static int of(int a, int b) {
            return a + b;
          }
        }

        """;

    public const string SumTest = """
        package shop;

        import static org.junit.Assert.assertEquals;

        import java.io.File;
        import org.junit.Test;

        public class SumTest {
          @Test
          public void adds() throws Exception {
            File.createTempFile("sum", null);
            assertEquals(3, Sum.of(1, 2));
          }
        }

        """;

    /// <summary>Writes a project with a class and its test; a file has a path within the service.</summary>
    public static StepHarness WithMaven(this StepHarness harness)
    {
        harness.Write("pom.xml", Project("auth"));
        harness.Write("src/main/java/shop/Sum.java", Sum);
        harness.Write("src/test/java/shop/SumTest.java", SumTest);
        harness.Offline(harness.Service.Directory);
        return harness;
    }

    /// <summary>Has Maven take everything from the distribution's packages.</summary>
    public static void Offline(this StepHarness harness, AbsolutePath folder)
    {
        Directory.CreateDirectory(folder / ".mvn");
        File.WriteAllText(folder / ".mvn" / "maven.config", "-o\n-Dmaven.repo.local=/usr/share/maven-repo\n");
        harness.Require("Compile", "Test", "Lint");
    }

    /// <summary>A <c>pom.xml</c>.</summary>
    public static string Project(string name, string more = "", string release = "11") =>
        $"""
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>shop</groupId>
              <artifactId>{name}</artifactId>
              <version>1.0-SNAPSHOT</version>
              <properties>
                <maven.compiler.release>{release}</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencies>
                <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version><scope>test</scope></dependency>
              </dependencies>
              {more}
            </project>
            """;

    /// <summary>The root of a build of several projects.</summary>
    public static string Aggregate(params string[] modules) =>
        $"""
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>shop</groupId>
              <artifactId>all</artifactId>
              <version>1.0-SNAPSHOT</version>
              <packaging>pom</packaging>
              <modules>{string.Concat(modules.Select(module => $"<module>{module}</module>"))}</modules>
            </project>
            """;

    /// <summary>
    /// What measures with JaCoCo and reports where its Maven plugin does: the distribution has its agent and its tasks
    /// of Ant, and not that plugin.
    /// </summary>
    public static string Measured(AbsolutePath folder)
    {
        using var package = ZipFile.OpenRead("/usr/share/java/org.jacoco.agent.jar");
        package.GetEntry("jacocoagent.jar")!.ExtractToFile(folder / "jacocoagent.jar", overwrite: true);
        return $$"""
            <build><plugins>
              <plugin>
                <artifactId>maven-surefire-plugin</artifactId>
                <configuration><argLine>-javaagent:{{folder}}/jacocoagent.jar=destfile=${project.build.directory}/jacoco.exec</argLine></configuration>
              </plugin>
              <plugin>
                <artifactId>maven-antrun-plugin</artifactId>
                <executions><execution><phase>verify</phase><goals><goal>run</goal></goals><configuration><target>
                  <typedef resource="org/jacoco/ant/antlib.xml"/>
                  <mkdir dir="${project.build.directory}/site/jacoco"/>
                  <report>
                    <executiondata><file file="${project.build.directory}/jacoco.exec"/></executiondata>
                    <structure name="report"><classfiles><fileset dir="${project.build.outputDirectory}"/></classfiles></structure>
                    <xml destfile="${project.build.directory}/site/jacoco/jacoco.xml"/>
                  </report>
                </target></configuration></execution></executions>
                <dependencies>
                  <dependency><groupId>org.jacoco</groupId><artifactId>org.jacoco.ant</artifactId><version>debian</version></dependency>
                </dependencies>
              </plugin>
            </plugins></build>
            """;
    }
}
