using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Python;

/// <summary>The scripts beside this file, which do in Python what its own libraries do best.</summary>
internal static class PythonScript
{
    /// <summary>Writes one for a step to run, outside of the service's folder.</summary>
    /// <param name="step">The step.</param>
    /// <param name="name">The name of its file.</param>
    public static AbsolutePath Write(StepContext step, string name)
    {
        using var resource = typeof(PythonScript).Assembly.GetManifestResourceStream(name)!;
        var file = step.Report("scratch", name);
        using var copy = File.Create(file);
        resource.CopyTo(copy);
        return file;
    }
}
