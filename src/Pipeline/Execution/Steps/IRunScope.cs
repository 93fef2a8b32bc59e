using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Execution.Steps;

/// <summary>The scope of a run, as its steps see it.</summary>
internal interface IRunScope
{
    /// <summary>The catalog.</summary>
    Platform Platform { get; }

    /// <summary>Where the images go.</summary>
    DeploymentEnvironment Environment { get; }

    /// <summary>The commit, and what differs from it.</summary>
    SourceRevision Source { get; }

    /// <summary>The selected services and own base images.</summary>
    ImmutableArray<ImageSource> Selected { get; }

    /// <summary>The folder that everything is written under.</summary>
    AbsolutePath Artifacts { get; }

    /// <summary>How long a step may take.</summary>
    TimeSpan StepTimeout { get; }

    /// <summary>
    /// The folders that steps find programs in, written as in <c>PATH</c>; null: those of the process.
    /// </summary>
    Lazy<string?> SearchPath { get; }

    /// <summary>
    /// Extensions of the build for steps, such as its kinds of registry: one of each type.
    /// </summary>
    ImmutableArray<object> Extensions { get; }
}
