namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>An edit was refused; the message says where, why, and what to do.</summary>
internal class ManifestException(string message) : Exception(message);
