namespace Pipeline.Images.Registries;

/// <summary>
/// A kind of registry, such as Amazon ECR: recognises its registries by their address, and opens them.
/// </summary>
public interface IRegistryKind
{
    /// <summary>Opens a registry without asking it anything yet; null where it is of another kind.</summary>
    /// <param name="registry">The registry.</param>
    IRegistrySession? Open(RegistryLocation registry);
}
