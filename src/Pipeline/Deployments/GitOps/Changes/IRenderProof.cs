using Nuke.Common.IO;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>Has a program render manifests as a cluster's tools would.</summary>
internal interface IRenderProof
{
    /// <summary>The program.</summary>
    string Program { get; }

    /// <summary>
    /// The files and folders that are read to render a service; empty where it is not rendered by it.
    /// </summary>
    IEnumerable<string> Reads(ServiceManifests service);

    /// <summary>The services that would not run their wanted images.</summary>
    /// <param name="services">The services.</param>
    /// <param name="before">The files before the edits.</param>
    /// <param name="after">The files after them.</param>
    Task<IEnumerable<RenderRefusal>> Refuse(
        ImmutableArray<ServiceManifests> services,
        AbsolutePath before,
        AbsolutePath after
    );
}

/// <summary>A service that would not run its wanted image, and why.</summary>
internal sealed record RenderRefusal(ServiceManifests Service, string Reason);
