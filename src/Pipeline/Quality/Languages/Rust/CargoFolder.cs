using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>
/// The folder that cargo builds a service in. It outlives the run, so that what has not changed is not built again, and
/// is no service's own: the one of a workspace would be.
/// </summary>
internal static class CargoFolder
{
    /// <summary>The folder, which the step's programs may write.</summary>
    public static AbsolutePath Of(StepContext step)
    {
        var folder = step.Artifacts / "cargo" / step.Service.Name;
        Directory.CreateDirectory(folder);
        step.Writable = [folder];
        return folder;
    }
}
