namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>What another writer does to an image that Pipeline sets.</summary>
internal enum WriterEffect
{
    /// <summary>What it states goes before the manifests, so that a bump has no effect.</summary>
    Hides,

    /// <summary>It sets the image again.</summary>
    Undoes,

    /// <summary>It proposes changes of the image, which people merge.</summary>
    Proposes,
}
