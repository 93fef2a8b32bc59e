using Nuke.Common;
using Pipeline.Build.Documents;
using Pipeline.Build.Run;

namespace Pipeline.Build.Targets;

/// <summary>The targets that keep the reference of a build in its documents.</summary>
public interface IDocuments : IPipelineBuild
{
    /// <summary>Writes the tables of targets, parameters, keys and exit codes.</summary>
    Target Reference => _ => _
        .Description("Writes the tables of targets, parameters, keys and exit codes into the Markdown files of docs")
        .Executes(() => ReferenceFiles.Write(this, Console.Out));

    /// <summary>Fails if <see cref="Reference"/> would change a file.</summary>
    Target CheckReference => _ => _
        .Description("Fails if Reference would change a file, and shows the difference")
        .Executes(() => ReferenceFiles.Check(this, Console.Out));
}
